// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Baggage that has a header of its own.
 */
class RemoteFieldsTests {

	private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withPropertyValues("management.tracing.baggage.remote-fields=tenant")
		.withConfiguration(AutoConfigurations.of(OpenTelemetryTracingAutoConfiguration.class,
				OpenTelemetrySdkAutoConfiguration.class, PropagationAutoConfiguration.class));

	@Test
	void haveTheirHeaders() {
		this.runner.run((context) -> {
			assertThat(context.getBean(ContextPropagators.class).getTextMapPropagator().fields()).contains("tenant");
			assertThat(PropagationAutoConfigurationTests.through(context, "tenant", "t1", "traceparent", PARENT))
				.containsEntry("tenant", "t1")
				.containsEntry("baggage", "tenant=t1;propagation=unlimited");
		});
	}

	@Test
	void takeNoLineBreak() {
		this.runner.run((context) -> {
			assertThat(PropagationAutoConfigurationTests.through(context, "baggage", "tenant=a%0D%0AEvil:%201"))
				.containsOnlyKeys("baggage");
			assertThat(context.getBean(PropagationLosses.class).count(PropagationLoss.BAGGAGE_MALFORMED)).isOne();
		});
	}

	@Test
	void takeNoMoreThanBaggageMayHave() {
		this.runner.run((context) -> {
			PropagationLosses losses = context.getBean(PropagationLosses.class);
			String longest = "x".repeat(8_192 - "tenant=".length());
			assertThat(PropagationAutoConfigurationTests.through(context, "tenant", longest)).containsEntry("tenant",
					longest);
			long before = losses.count(PropagationLoss.BAGGAGE_LIMIT);
			Context extracted = PropagationAutoConfigurationTests.extract(context, "tenant", longest + "x");
			assertThat(Baggage.fromContext(extracted).isEmpty()).isTrue();
			assertThat(losses.count(PropagationLoss.BAGGAGE_LIMIT)).isEqualTo(before + 1);
			Context made = Context.root().with(Baggage.builder().put("tenant", longest + "x").build());
			assertThat(PropagationAutoConfigurationTests.inject(context, made, made)).isEmpty();
			assertThat(losses.count(PropagationLoss.BAGGAGE_LIMIT)).isEqualTo(before + 3);
		});
	}

}
