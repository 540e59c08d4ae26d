// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

import dev.observability.tracing.diagnostics.DiagnosticsAutoConfiguration;
import dev.observability.tracing.diagnostics.TracingEndpoint;
import dev.observability.tracing.environment.EnvironmentAutoConfiguration;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How many spans were lost, and when.
 */
class ExportLossesTests {

	private final HandClock clock = new HandClock();

	private final ExportLosses total = new ExportLosses(this.clock);

	private final ExportLosses losses = new ExportLosses(this.total);

	@Test
	void knowWhenTheNewestWasLostForEachReason() {
		this.losses.add(LossReason.REJECTED, 2);
		Instant first = this.clock.instant();
		this.clock.forward(Duration.ofDays(7));
		this.losses.add(LossReason.TIMEOUT, 1);
		assertThat(this.losses.newest(LossReason.REJECTED)).isEqualTo(first);
		assertThat(this.losses.newest(LossReason.TIMEOUT)).isEqualTo(first.plus(Duration.ofDays(7)));
		this.losses.add(LossReason.REJECTED, 1);
		assertThat(this.losses.newest(LossReason.REJECTED)).isEqualTo(first.plus(Duration.ofDays(7)));
		assertThat(this.losses.count(LossReason.REJECTED)).isEqualTo(3);
	}

	@Test
	void tellTheTotal() {
		this.losses.add(LossReason.REJECTED, 2);
		assertThat(this.total.newest(LossReason.REJECTED)).isEqualTo(this.clock.instant());
		assertThat(this.total.newest(LossReason.TIMEOUT)).isNull();
	}

	@Test
	void anExportWithoutLossIsNone() {
		this.losses.add(LossReason.REJECTED, 0);
		assertThat(this.losses.newest(LossReason.REJECTED)).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "PT0S, high", "PT-61M, low" })
	void theDoctorIsSureOfThoseOfTheLastHour(Duration ago, String confidence) {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(EnvironmentAutoConfiguration.class, ExportAutoConfiguration.class,
					OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class,
					DiagnosticsAutoConfiguration.class))
			.withPropertyValues("management.endpoints.web.exposure.include=tracing")
			.withBean(SpanExporter.class, InMemorySpanExporter::create)
			.withBean(ExportLosses.class, () -> new ExportLosses(Clock.offset(Clock.systemUTC(), ago)))
			.run((context) -> {
				ExportQueue queue = context.getBean(ExportProcessors.class).all().get(0);
				queue.exits().get(0).ledger().lost(LossReason.REJECTED, 1);
				TracingEndpoint endpoint = context.getBean(TracingEndpoint.class);
				assertThat(String.valueOf(endpoint.section("doctor"))).contains("code=export-rejected",
						"confidence=" + confidence);
				assertThat(String.valueOf(endpoint.section("exporters"))).contains("lostAt={rejected=20");
			});
	}

	/** Goes when it is told to. */
	private static final class HandClock extends Clock {

		private Instant now = Instant.parse("2026-08-01T10:15:30.123Z");

		void forward(Duration duration) {
			this.now = this.now.plus(duration);
		}

		@Override
		public Instant instant() {
			return this.now;
		}

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

	}

}
