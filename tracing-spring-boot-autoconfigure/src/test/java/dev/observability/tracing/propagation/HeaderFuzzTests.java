// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.util.List;
import java.util.Random;

import dev.observability.tracing.correlation.CorrelationAutoConfiguration;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Mutated headers: never an exception, never more out than the limits allow, and what
 * goes out is read back as it was.
 */
class HeaderFuzzTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(OpenTelemetryTracingAutoConfiguration.class,
				OpenTelemetrySdkAutoConfiguration.class, PropagationAutoConfiguration.class,
				CorrelationAutoConfiguration.class))
		.withPropertyValues("management.tracing.propagation.produce=W3C,B3,B3_MULTI");

	@Test
	void survivesMutatedHeaders() {
		fuzz(20_000, 20_261_121L);
	}

	@Test
	@Tag("long")
	void survivesAMillionMutatedHeaders() {
		fuzz(1_000_000, new Random().nextLong());
	}

	private void fuzz(int rounds, long seed) {
		this.runner.run((context) -> {
			PropagationLosses losses = context.getBean(PropagationLosses.class);
			ContextTexts texts = context.getBean(ContextTexts.class);
			TextMapPropagator propagator = context.getBean(ContextPropagators.class).getTextMapPropagator();
			Random random = new Random(seed);
			for (int round = 0; round < rounds; round++) {
				Headers headers = HeaderMutations.request(random);
				try {
					check(propagator, headers, losses);
					checkText(texts, headers, random);
				}
				catch (RuntimeException | AssertionError ex) {
					throw new AssertionError("seed %d, round %d: %s".formatted(seed, round, headers), ex);
				}
			}
			assertThat(losses.count(PropagationLoss.FAILED)).isZero();
			assertThat(List.of(PropagationLoss.values())).filteredOn((reason) -> reason.name().endsWith("MALFORMED"))
				.allSatisfy((reason) -> assertThat(losses.count(reason)).isPositive());
			SimpleMeterRegistry registry = new SimpleMeterRegistry();
			context.getBeanProvider(MeterBinder.class).forEach((meters) -> meters.bindTo(registry));
			assertThat(registry.get("tracing.correlation.failed").functionCounter().count()).isZero();
			assertThat(registry.get("tracing.correlation.replaced").functionCounters())
				.allSatisfy((counter) -> assertThat(counter.count()).isPositive());
		});
	}

	private void check(TextMapPropagator propagator, Headers headers, PropagationLosses losses) {
		Context context = propagator.extract(Context.root(), headers, Headers.GETTER);
		Headers sent = inject(propagator, context);
		checkText(sent.get("traceparent"), 55);
		checkText(sent.get("tracestate"), 512);
		checkText(sent.get("baggage"), 8_192);
		checkText(sent.get("b3"), 55);
		checkText(sent.get("X-B3-TraceId"), 32);
		checkText(sent.get("X-Correlation-ID"), 128);
		long before = losses.total();
		Context again = propagator.extract(Context.root(), sent, Headers.GETTER);
		assertThat(losses.total()).isEqualTo(before);
		SpanContext span = Span.fromContext(context).getSpanContext();
		assertThat(Span.fromContext(again).getSpanContext()).isEqualTo(span);
		assertThat(CorrelationId.sent(again)).isEqualTo(CorrelationId.sent(context));
		assertThat(inject(propagator, again).get("baggage")).isEqualTo(sent.get("baggage"));
		assertThat(Baggage.fromContext(context).asMap()).containsAllEntriesOf(Baggage.fromContext(again).asMap());
	}

	// What was stored may have been cut, or never have been ours
	private void checkText(ContextTexts texts, Headers headers, Random random) {
		String parent = headers.get("traceparent");
		String stored = parent + ";" + headers.get("X-Correlation-ID") + ";" + headers.get("tracestate");
		Context context = texts.read(stored.substring(0, random.nextInt(stored.length() + 1)));
		String written = texts.write(context);
		checkText(written, ContextTexts.MAX_CHARACTERS);
		Context again = texts.read(written);
		assertThat(Span.fromContext(again).getSpanContext().getSpanId())
			.isEqualTo(Span.fromContext(context).getSpanContext().getSpanId());
		assertThat(CorrelationId.sent(again)).isEqualTo(CorrelationId.sent(context));
	}

	private static Headers inject(TextMapPropagator propagator, Context context) {
		Headers headers = new Headers();
		propagator.inject(context, headers, Headers.SETTER);
		return headers;
	}

	private void checkText(@Nullable String header, int maxLength) {
		if (header != null) {
			assertThat(header).hasSizeBetween(1, maxLength);
			assertThat(header.chars())
				.allMatch((character) -> character >= 0x20 && character < 0x7F || character == '\t');
		}
	}

}
