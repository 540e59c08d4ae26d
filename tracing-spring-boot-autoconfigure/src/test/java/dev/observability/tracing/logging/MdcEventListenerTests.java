// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.util.Map;

import dev.observability.tracing.propagation.CorrelationId;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MdcEventListener}, by the scopes of an application.
 */
@SuppressWarnings("try")
class MdcEventListenerTests {

	private final ConfigurableApplicationContext application = start();

	private final io.opentelemetry.api.trace.Tracer tracer = this.application.getBean(OpenTelemetry.class)
		.getTracer("test");

	@BeforeEach
	void userPutsSomething() {
		MDC.clear();
		MDC.put("user", "bob");
	}

	@AfterEach
	void close() {
		this.application.close();
		assertThat(mdc()).containsExactly(Map.entry("user", "bob"));
		MDC.clear();
		System.clearProperty("LOG_CORRELATION_PATTERN");
	}

	@Test
	void followsNestedScopesAndBack() {
		io.opentelemetry.api.trace.Span outer = this.tracer.spanBuilder("outer").startSpan();
		try (Scope scope = outer.makeCurrent()) {
			assertIds(outer);
			io.opentelemetry.api.trace.Span inner = this.tracer.spanBuilder("inner").startSpan();
			try (Scope nested = inner.makeCurrent()) {
				assertIds(inner);
			}
			assertIds(outer);
		}
		assertThat(mdc()).containsOnlyKeys("user");
	}

	@Test
	void followsTheTracerOfMicrometer() {
		Tracer micrometer = this.application.getBean(Tracer.class);
		Span span = micrometer.nextSpan().name("test").start();
		try (Tracer.SpanInScope scope = micrometer.withSpan(span)) {
			assertThat(mdc()).containsEntry("trace_id", span.context().traceId())
				.containsEntry("span_id", span.context().spanId());
			try (Tracer.SpanInScope none = micrometer.withSpan(null)) {
				assertThat(mdc()).containsOnlyKeys("user");
			}
			assertThat(mdc()).containsEntry("span_id", span.context().spanId());
		}
	}

	@Test
	void showsTheCorrelationIdOfTheCaller() {
		io.opentelemetry.api.trace.Span span = this.tracer.spanBuilder("test").startSpan();
		Context context = CorrelationId.with(Context.root(), "order-4711");
		try (Scope scope = context.makeCurrent()) {
			assertThat(mdc()).containsEntry("correlation_id", "order-4711").doesNotContainKey("trace_id");
			try (Scope nested = context.with(span).makeCurrent()) {
				assertThat(mdc()).containsEntry("correlation_id", "order-4711")
					.containsEntry("trace_id", span.getSpanContext().getTraceId());
			}
		}
	}

	@Test
	void contextWithoutSpanHasNoIds() {
		io.opentelemetry.api.trace.Span span = this.tracer.spanBuilder("test").startSpan();
		try (Scope scope = span.makeCurrent()) {
			try (Scope detached = Context.root().makeCurrent()) {
				assertThat(mdc()).containsOnlyKeys("user");
			}
			assertIds(span);
		}
	}

	@Test
	void keepsWhatTheUserPutsWithinAScope() {
		io.opentelemetry.api.trace.Span span = this.tracer.spanBuilder("test").startSpan();
		try (Scope scope = span.makeCurrent()) {
			MDC.put("late", "x");
		}
		assertThat(mdc()).containsOnlyKeys("user", "late");
		MDC.remove("late");
	}

	private static void assertIds(io.opentelemetry.api.trace.Span span) {
		assertThat(mdc()).containsEntry("trace_id", span.getSpanContext().getTraceId())
			.containsEntry("span_id", span.getSpanContext().getSpanId())
			.containsEntry("trace_flags", span.getSpanContext().getTraceFlags().asHex())
			.containsEntry("correlation_id", span.getSpanContext().getTraceId())
			.containsEntry("user", "bob")
			.hasSize(5);
	}

	private static Map<String, String> mdc() {
		Map<String, String> map = MDC.getCopyOfContextMap();
		return (map != null) ? map : Map.of();
	}

	private static ConfigurableApplicationContext start() {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		return application.run("--logging.level.root=warn");
	}

	/** The application. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
