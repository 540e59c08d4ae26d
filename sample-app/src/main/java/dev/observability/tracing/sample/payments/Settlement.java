// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sample.payments;

import java.util.List;

import dev.observability.tracing.job.JobProgress;
import dev.observability.tracing.job.TracedJob;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Settles the captured payments, each night or when asked to.
 */
@Component
class Settlement {

	private static final int BATCH = 10;

	private static final Logger logger = LoggerFactory.getLogger(Settlement.class);

	private final Ledger ledger;

	Settlement(Ledger ledger) {
		this.ledger = ledger;
	}

	// Called by the schedule the job is a trace of its own, called by a request a part of
	// that request's
	@Scheduled(cron = "${sample.settlement-cron}")
	@TracedJob(name = "settlement", namespace = "payments")
	int settle() {
		List<String> captured = this.ledger.captured();
		for (int from = 0; from < captured.size(); from += BATCH) {
			int to = Math.min(from + BATCH, captured.size());
			this.ledger.settle(captured.subList(from, to));
			JobProgress.report(100.0 * to / captured.size(), to + " of " + captured.size() + " payments settled");
		}
		if (captured.isEmpty()) {
			JobProgress.result("nothing to settle");
		}
		logger.info("{} payments settled", captured.size());
		return captured.size();
	}

}
