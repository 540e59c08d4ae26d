// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.Locale;

/**
 * What a span passes on its way out, in this order. {@link ExportAssembly} puts the
 * stages together, and each of its parts prints its own, so that what is printed is what
 * was built.
 */
enum ExportStage {

	/** Every span that starts and ends is counted: by the SDK, on the request thread. */
	COUNT,

	/** Spans that nobody wants leave no further: on the thread that ends them. */
	DECIDE,

	/**
	 * One for each exporter, bounded by spans and bytes: what waits, and what is being
	 * sent. From here on, the exporter thread.
	 */
	QUEUE,

	/**
	 * Names and keys that run away are stopped, and what was cut is counted. Before
	 * {@link #REDACT}, which then has less to look at and knows of every cut.
	 */
	TRIM,

	/** What must not leave is masked. */
	REDACT,

	/** The message of OTLP is written, where the exporter leaves that to us. */
	ENCODE,

	/** Every span of a batch gets into the account of its exporter. */
	METER,

	/** To the collector, again and again, or to the spool. */
	SEND;

	/**
	 * Prints this stage before the next one.
	 * @param details of this, may be empty
	 * @param next what prints the stages after it
	 * @return a part of the line
	 */
	String before(String details, Object next) {
		return this + details + " > " + next;
	}

	String before(Object next) {
		return before("", next);
	}

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
