// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sample.payments;

import java.util.List;

import dev.observability.tracing.job.JobProgress;
import dev.observability.tracing.job.TracedJob;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Settles the captured payments, each night or when asked to.
 */
@Component
class Settlement {

	/** So small that a few payments are a progress to look at. */
	private static final int BATCH = 2;

	private static final Logger logger = LoggerFactory.getLogger(Settlement.class);

	private final Ledger ledger;

	private final long millis;

	Settlement(Ledger ledger, @Value("${sample.settlement-millis}") long millis) {
		this.ledger = ledger;
		this.millis = millis;
	}

	// Called by the schedule the job is a trace of its own, called by a request a part of
	// that request's
	@Scheduled(cron = "${sample.settlement-cron}")
	@TracedJob(name = "settlement", namespace = "payments")
	int settle() {
		List<String> captured = this.ledger.captured();
		for (int from = 0; from < captured.size(); from += BATCH) {
			int to = Math.min(from + BATCH, captured.size());
			this.ledger.settle(captured.subList(from, to), this.millis * (to - from) / captured.size());
			JobProgress.report(100.0 * to / captured.size(), to + " of " + captured.size() + " payments settled");
		}
		if (captured.isEmpty()) {
			JobProgress.result("nothing to settle");
		}
		logger.info("{} payments settled", captured.size());
		return captured.size();
	}

}
