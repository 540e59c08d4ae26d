// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.tracing.exporter.SpanExportingPredicate;
import io.micrometer.tracing.exporter.SpanFilter;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link SpanMask}.
 */
class SpanMaskTests {

	private static final SpanFilter ADDS_SECRET = (span) -> span.setName("GET /?token=hunter2");

	private static @Nullable SpanData mask(List<SpanExportingPredicate> predicates, List<SpanFilter> filters) {
		return new SpanMask(predicates, filters).mask(span());
	}

	private static ReadableSpan span() {
		try (SdkTracerProvider provider = SdkTracerProvider.builder().build()) {
			Span span = provider.get("test").spanBuilder("call").startSpan();
			span.setAttribute("url.full", "http://user:hunter2@host/");
			span.setAttribute("customer", "Ada");
			span.end();
			return (ReadableSpan) span;
		}
	}

	@Test
	void secretsAreMaskedWithoutFiltersToo() {
		assertThat(String.valueOf(mask(List.of(), List.of()))).contains("REDACTED", "Ada").doesNotContain("hunter2");
	}

	@Test
	void whatAFilterTakesAwayIsNotKept() {
		SpanFilter filter = (span) -> span.setTags(Map.of("customer", "unknown"));
		SpanData masked = Objects.requireNonNull(mask(List.of(), List.of(filter)));
		assertThat(masked.getAttributes().get(AttributeKey.stringKey("customer"))).isEqualTo("unknown");
	}

	@Test
	void whatAFilterBringsInIsMasked() {
		assertThat(String.valueOf(mask(List.of(), List.of(ADDS_SECRET)))).contains("REDACTED")
			.doesNotContain("hunter2");
	}

	@Test
	void whatAPredicateKeepsBackIsNotKept() {
		assertThat(mask(List.of((span) -> false), List.of(ADDS_SECRET))).isNull();
		assertThat(mask(List.of((span) -> true), List.of())).isNotNull();
	}

	@Test
	void whatAFilterThrowsIsThrown() {
		assertThatIllegalStateException().isThrownBy(() -> mask(List.of(), List.of((span) -> {
			throw new IllegalStateException("broken");
		})));
	}

	@Test
	void theBeansOfTheApplicationAreApplied() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(OpenTelemetrySdkAutoConfiguration.class,
					OpenTelemetryTracingAutoConfiguration.class, ExportAutoConfiguration.class))
			.withUserConfiguration(Filters.class)
			.run((context) -> {
				SpanData masked = Objects.requireNonNull(context.getBean(SpanMask.class).mask(span()));
				assertThat(masked.getName()).isEqualTo("filtered");
				assertThat(Filters.ASKED).contains("call");
			});
	}

	/** What an application has. */
	@Configuration(proxyBeanMethods = false)
	static class Filters {

		private static final List<String> ASKED = new CopyOnWriteArrayList<>();

		@Bean
		SpanExportingPredicate predicate() {
			return (span) -> ASKED.add(span.getName());
		}

		@Bean
		SpanFilter filter() {
			return (span) -> span.setName("filtered");
		}

	}

}
