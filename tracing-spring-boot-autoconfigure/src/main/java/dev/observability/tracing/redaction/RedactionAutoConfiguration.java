// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

import dev.observability.tracing.ConditionalOnTracingFeature;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of what the application hides on top of what is always hidden, and
 * of what it tells in another form.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnTracingFeature
@EnableConfigurationProperties(RedactionProperties.class)
public final class RedactionAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	KeyedHash tracingKeyedHash(RedactionProperties properties) {
		return new KeyedHash(properties.hashKey());
	}

	// By these properties: log lines may have begun with fewer of them
	@Bean
	@ConditionalOnMissingBean
	Redactor tracingRedactor(RedactionProperties properties, Environment environment) {
		return ApplicationRedaction.of(environment, properties).redactor();
	}

	@Bean
	@ConditionalOnMissingBean
	RedactionLedger tracingRedactionLedger(RedactionProperties properties, Environment environment) {
		return ApplicationRedaction.of(environment, properties).ledger();
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnTracingFeature("diagnostics")
	RedactionsSection tracingRedactionsSection(RedactionLedger ledger) {
		return new RedactionsSection(ledger);
	}

	/** The meter of what was hidden, with Micrometer's core only. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterBinder.class)
	static class MeterConfiguration {

		@Bean
		@ConditionalOnMissingBean
		RedactionMeters tracingRedactionMeters(RedactionLedger ledger) {
			return new RedactionMeters(ledger);
		}

	}

}
