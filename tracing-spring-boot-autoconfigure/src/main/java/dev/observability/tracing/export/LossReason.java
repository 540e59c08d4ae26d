// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.Locale;

/**
 * Why a span did not reach the collector.
 */
enum LossReason {

	/** The queue between the application and the exporter was full. */
	QUEUE_FULL,

	/** What waits took all the memory that it may. */
	MEMORY_FULL,

	/** No connection, or one that broke. */
	UNREACHABLE,

	/** No answer in time. */
	TIMEOUT,

	/** An answer that says no, or none that OTLP knows. */
	REFUSED,

	/** Taken with a success, but the answer says that spans were not accepted. */
	REJECTED,

	/** A filter or predicate of the application kept it back. */
	FILTERED,

	/** Of a scheduled run that looked for work and found none. */
	IDLE,

	/** The spool was full, and this was the oldest in it. */
	SPOOL_FULL,

	/** Too long in the spool. */
	SPOOL_AGED,

	/** In the spool, and not to be read any more. */
	SPOOL_DAMAGED,

	/** Still on its way when the application ended. */
	SHUTDOWN,

	/** Anything else, such as an exporter that throws. */
	OTHER;

	/**
	 * The value of labels, such as {@code queue_full}.
	 * @return lower case
	 */
	String label() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Whether spans are lost for it when they are sent rather than before.
	 * @return false for what never got to the exporter
	 */
	boolean isOfExporter() {
		return switch (this) {
			case UNREACHABLE, TIMEOUT, REFUSED, REJECTED, OTHER -> true;
			case QUEUE_FULL, MEMORY_FULL, FILTERED, IDLE, SPOOL_FULL, SPOOL_AGED, SPOOL_DAMAGED, SHUTDOWN -> false;
		};
	}

}
