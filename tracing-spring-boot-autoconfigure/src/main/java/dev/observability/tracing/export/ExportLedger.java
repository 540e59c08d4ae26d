// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.concurrent.atomic.LongAdder;

/**
 * What became of the spans of one exporter: at any time, those that were accepted, or
 * left on disk by a process before, have been exported, are lost under a reason, wait on
 * disk, or are in flight. What is in flight is counted where spans come and where they
 * are let go, not as what is left of the others, so that a gap shows. Request and
 * exporter threads, without blocking.
 */
final class ExportLedger {

	private final LongAdder accepted = new LongAdder();

	private final LongAdder exported = new LongAdder();

	private final LongAdder released = new LongAdder();

	private final LongAdder restored = new LongAdder();

	private final LongAdder spooled = new LongAdder();

	private final ExportLosses losses;

	/**
	 * Creates a ledger.
	 * @param total hears what is lost, whatever the exporter
	 */
	ExportLedger(ExportLosses total) {
		this.losses = new ExportLosses(total);
	}

	/**
	 * Notes a span that ended and is to be exported. Request thread.
	 */
	void accepted() {
		this.accepted.increment();
	}

	void exported(long spans) {
		this.exported.add(spans);
	}

	void lost(LossReason reason, long spans) {
		this.losses.add(reason, spans);
	}

	/**
	 * Notes spans that are in flight no more, whatever became of them.
	 * @param spans how many
	 */
	void released(long spans) {
		this.released.add(spans);
	}

	/**
	 * Notes spans that another process left on disk.
	 * @param spans how many
	 */
	void restored(long spans) {
		this.restored.add(spans);
		this.spooled.add(spans);
	}

	/**
	 * Notes spans that are kept on disk.
	 * @param spans how many
	 */
	void spooled(long spans) {
		this.spooled.add(spans);
	}

	/**
	 * Notes spans that are on disk no more.
	 * @param spans how many
	 */
	void unspooled(long spans) {
		this.spooled.add(-spans);
	}

	ExportLosses losses() {
		return this.losses;
	}

	long acceptedSpans() {
		return this.accepted.sum();
	}

	long exportedSpans() {
		return this.exported.sum();
	}

	long inFlightSpans() {
		return this.accepted.sum() - this.released.sum();
	}

	long restoredSpans() {
		return this.restored.sum();
	}

	long spooledSpans() {
		return this.spooled.sum();
	}

	@Override
	public String toString() {
		return acceptedSpans() + " accepted + " + restoredSpans() + " restored = " + exportedSpans() + " exported + "
				+ inFlightSpans() + " in flight + " + spooledSpans() + " spooled + " + this.losses.total() + " lost "
				+ this.losses;
	}

}
