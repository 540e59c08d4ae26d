// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.core.log.LogMessage;

/**
 * Knows whether a collector is there and says so once per change: one warning when it
 * goes, one line when it is back. Exporter threads.
 */
final class ExportConnection {

	private static final Log logger = LogFactory.getLog(ExportConnection.class);

	private final String target;

	private final ExportLedger ledger;

	/** What becomes of spans while a collector is away. */
	private final String fate;

	private ExportFailure lastFailure = new ExportFailure(LossReason.UNREACHABLE, "not tried yet");

	private boolean away;

	/** Attempts since one succeeded that failed and are repeated. */
	private int failedAttempts;

	private boolean overloadReported;

	private boolean rejectionReported;

	private long lost;

	/** What the queue before this exporter dropped. */
	private final LongAdder dropped = new LongAdder();

	/** The part of {@link #dropped} that the last report had. */
	private long droppedReported;

	/** Number of the newest export that succeeded. */
	private long newestSuccess;

	private ExportState state = ExportState.untried(Instant.now());

	/**
	 * Creates it.
	 * @param target where the exporter sends
	 * @param ledger its counters
	 * @param fate a sentence that tells what becomes of spans while a collector is away
	 */
	ExportConnection(String target, ExportLedger ledger, String fate) {
		this.target = target;
		this.ledger = ledger;
		this.fate = fate;
	}

	/**
	 * Hears what the queue dropped, which is counted already. Request threads.
	 * @param spans how many
	 */
	void dropped(long spans) {
		this.dropped.add(spans);
	}

	/**
	 * Hears of an attempt that will be repeated. The first says little: connections that
	 * were idle for long are often gone.
	 * @param failure why it failed
	 */
	synchronized void attemptFailed(ExportFailure failure) {
		logger.debug(LogMessage.format("An attempt to reach %s failed: %s", this.target, failure.text()));
		this.state = this.state.failed(failure, Instant.now());
		this.failedAttempts++;
		this.lastFailure = failure;
		if (this.failedAttempts > 1) {
			goAway(failure);
		}
	}

	synchronized void succeeded(long export) {
		logger.debug(LogMessage.format("Export %d reached %s", export, this.target));
		this.state = this.state.reached(Instant.now());
		this.failedAttempts = 0;
		this.newestSuccess = Math.max(this.newestSuccess, export);
		if (this.away) {
			this.away = false;
			logger.info("Spans reach " + this.target + " again; " + takeLost() + " were lost meanwhile");
			return;
		}
		long rejected = this.ledger.losses().count(LossReason.REJECTED);
		if (!this.rejectionReported && rejected > 0) {
			this.rejectionReported = true;
			logger.warn(this.target + " rejects some spans of what it takes, " + rejected
					+ " so far, and more may follow. They are counted; the collector's log says why");
		}
		if (!this.overloadReported && this.dropped.sum() > this.droppedReported) {
			this.overloadReported = true;
			logger.warn("Spans end faster than " + this.target + " takes them; " + takeLost()
					+ " were dropped so far because the queue is full, and more may follow."
					+ " management.opentelemetry.tracing.export.max-queue-size makes it larger");
		}
	}

	synchronized void failed(long export, long spans, ExportFailure failure) {
		this.ledger.lost(failure.reason(), spans);
		this.lost += spans;
		logger.debug(LogMessage.format("Export %d of %d spans to %s failed: %s", export, spans, this.target,
				failure.text()));
		this.state = this.state.failed(failure, Instant.now());
		// A straggler that fails after a later batch arrived says nothing of now
		if (export > this.newestSuccess && failure.reason() != LossReason.SHUTDOWN) {
			goAway(failure);
		}
	}

	/**
	 * Why the last attempt failed.
	 * @return the failure, whether or not one succeeded since
	 */
	synchronized ExportFailure lastFailure() {
		return this.lastFailure;
	}

	private void goAway(ExportFailure failure) {
		this.lastFailure = failure;
		if (!this.away) {
			this.away = true;
			this.state = this.state.away(Instant.now());
			logger.warn("Spans do not reach " + this.target + ": " + failure.text() + ". " + this.fate
					+ "; the application is not affected");
		}
	}

	synchronized void closed() {
		long unreported = takeLost();
		if (unreported > 0) {
			logger.info("The application ends; " + unreported + " spans did not reach " + this.target);
		}
	}

	/**
	 * How it is now. Any thread.
	 * @return a snapshot
	 */
	synchronized ExportState state() {
		return this.state;
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
