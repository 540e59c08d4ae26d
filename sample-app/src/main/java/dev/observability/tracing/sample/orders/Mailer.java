// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sample.orders;

import dev.observability.tracing.job.JobProgress;
import dev.observability.tracing.job.TracedJob;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Component;

/**
 * Tells a customer that an order is paid, after the answer: on a thread of Spring's
 * executor, in the trace of the request that queued it.
 */
@Component
class Mailer {

	private static final Logger logger = LoggerFactory.getLogger(Mailer.class);

	@Async
	@TracedJob(name = "send-receipt", namespace = "mail", id = "#orderNumber", attempt = "1")
	void sendReceipt(String orderNumber) {
		JobProgress.report(50, "Receipt written");
		logger.info("Receipt of order {} sent", orderNumber);
		JobProgress.report(100, "Receipt sent");
	}

}
