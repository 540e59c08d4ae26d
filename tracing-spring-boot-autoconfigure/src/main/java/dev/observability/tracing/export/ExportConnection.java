// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.concurrent.atomic.LongAdder;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Knows whether a collector is there and says so once per change: one warning when it
 * goes, one line when it is back. Exporter threads.
 */
final class ExportConnection {

	private static final Log logger = LogFactory.getLog(ExportConnection.class);

	private final String target;

	private final ExportLosses losses;

	private boolean away;

	private boolean overloadReported;

	private boolean rejectionReported;

	private long lost;

	/** What the queue before this exporter dropped. */
	private final LongAdder dropped = new LongAdder();

	/** The part of {@link #dropped} that the last report had. */
	private long droppedReported;

	/** Number of the newest export that succeeded. */
	private long newestSuccess;

	ExportConnection(String target, ExportLosses losses) {
		this.target = target;
		this.losses = losses;
	}

	/**
	 * Hears what the queue dropped, which is counted already. Request threads.
	 * @param spans how many
	 */
	void dropped(long spans) {
		this.dropped.add(spans);
	}

	synchronized void succeeded(long export) {
		this.newestSuccess = Math.max(this.newestSuccess, export);
		if (this.away) {
			this.away = false;
			logger.info("Spans reach " + this.target + " again; " + takeLost() + " were lost meanwhile");
			return;
		}
		if (!this.rejectionReported && this.losses.count(LossReason.REJECTED) > 0) {
			this.rejectionReported = true;
			logger.warn(this.target + " rejects some spans of what it takes, " + this.losses.count(LossReason.REJECTED)
					+ " so far, and more may follow. They are counted; the collector's log says why");
		}
		if (!this.overloadReported && this.dropped.sum() > this.droppedReported) {
			this.overloadReported = true;
			logger.warn("Spans end faster than " + this.target + " takes them; " + takeLost()
					+ " were dropped so far because the queue is full, and more may follow."
					+ " management.opentelemetry.tracing.export.max-queue-size makes it larger");
		}
	}

	synchronized void failed(long export, int spans, ExportFailure failure) {
		this.losses.add(failure.reason(), spans);
		this.lost += spans;
		// A straggler that fails after a later batch arrived says nothing of now
		if (!this.away && export > this.newestSuccess && failure.reason() != LossReason.SHUTDOWN) {
			this.away = true;
			logger.warn("Spans do not reach " + this.target + ": " + failure.text()
					+ ". They are dropped and counted until it is back; the application is not affected");
		}
	}

	synchronized void closed() {
		long unreported = takeLost();
		if (unreported > 0) {
			logger.info("The application ends; " + unreported + " spans did not reach " + this.target);
		}
	}

	private long takeLost() {
		long dropped = this.dropped.sum();
		long taken = this.lost + dropped - this.droppedReported;
		this.lost = 0;
		this.droppedReported = dropped;
		return taken;
	}

	@Override
	public String toString() {
		return this.target;
	}

}
