// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextRefreshedEvent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds, once a test has ended, that the account of each exporter balances that it
 * watches: all that was accepted or restored was exported, is in flight, waits on disk,
 * or is lost for a reason that is counted.
 */
final class BalancedLedgers
		implements ApplicationContextInitializer<ConfigurableApplicationContext>, AfterEachCallback {

	private final Set<ExportLedger> ledgers = ConcurrentHashMap.newKeySet();

	// All exporters of an application
	@Override
	public void initialize(ConfigurableApplicationContext context) {
		ApplicationListener<ContextRefreshedEvent> watch = (event) -> context.getBeanProvider(ExportProcessors.class)
			.ifAvailable((processors) -> processors.all()
				.forEach((queue) -> queue.exits().forEach((exit) -> watch(exit.ledger()))));
		context.addApplicationListener(watch);
	}

	void watch(ExportLedger ledger) {
		this.ledgers.add(ledger);
	}

	@Override
	public void afterEach(ExtensionContext context) {
		this.ledgers.forEach(BalancedLedgers::assertBalanced);
	}

	static void assertBalanced(ExportLedger ledger) {
		// Counts change one after the other
		Awaitility.await()
			.untilAsserted(() -> assertThat(
					ledger.exportedSpans() + ledger.inFlightSpans() + ledger.spooledSpans() + ledger.losses().total())
				.as(ledger.toString())
				.isEqualTo(ledger.acceptedSpans() + ledger.restoredSpans()));
	}

}
