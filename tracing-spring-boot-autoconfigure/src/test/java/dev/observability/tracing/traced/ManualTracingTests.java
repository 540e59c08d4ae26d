// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import dev.observability.tracing.Tracing;
import dev.observability.tracing.Tracing.OpenSpan;
import dev.observability.tracing.propagation.ContextTexts;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

@SuppressWarnings("try")
class ManualTracingTests {

	private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

	private static final String PARENT = "00f067aa0ba902b7";

	@SuppressWarnings("NullAway.Init")
	private static TracedApplication application;

	@SuppressWarnings("NullAway.Init")
	private static Tracing tracing;

	@BeforeAll
	static void start() {
		application = TracedApplication.start(Empty.class, "observability.tracing.propagation.environment.ids=true",
				"observability.tracing.propagation.environment.baggage-keys=tenant");
		tracing = application.bean(Tracing.class);
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void reset() {
		application.reset();
	}

	@Test
	void runsWorkInASpan() {
		int result = tracing.call("outer", () -> {
			tracing.run("inner", () -> tracing.attribute("count", 3));
			return 7;
		});
		assertThat(result).isEqualTo(7);
		SpanData outer = named("outer");
		assertThat(named("inner").getParentSpanId()).isEqualTo(outer.getSpanId());
		assertThat(named("inner").getAttributes().get(AttributeKey.longKey("count"))).isEqualTo(3);
		assertThat(Context.current()).isSameAs(Context.root());
	}

	@Test
	void whatTheWorkThrowsGoesThroughAndIsNoted() {
		assertThatIOException().isThrownBy(() -> tracing.run("failing", () -> {
			throw new IOException("gone");
		}));
		assertFailed("java.io.IOException", "gone");
		reset();
		assertThatExceptionOfType(NoClassDefFoundError.class).isThrownBy(() -> tracing.run("failing", () -> {
			throw new NoClassDefFoundError("lost");
		}));
		assertFailed("java.lang.NoClassDefFoundError", "lost");
	}

	private static void assertFailed(String type, String message) {
		assertThat(named("failing").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(named("failing").getStatus().getDescription()).isEqualTo(message);
		assertThat(named("failing").getAttributes().get(AttributeKey.stringKey("error.type"))).isEqualTo(type);
		assertThat(named("failing").getEvents()).hasSize(1);
	}

	@Test
	void saysThingsOfTheCurrentSpan() {
		tracing.run("work", () -> {
			tracing.event("validation.started");
			tracing.event("validation.completed", Map.of("valid.records", 3, "rules", List.of("a", "b")));
			tracing.error(new IllegalStateException("first"));
			tracing.ok();
		});
		SpanData span = named("work");
		assertThat(span.getEvents()).extracting("name")
			.containsExactly("validation.started", "validation.completed", "exception");
		assertThat(span.getEvents().get(1).getAttributes().asMap())
			.containsEntry(AttributeKey.longKey("valid.records"), 3L)
			.containsEntry(AttributeKey.stringArrayKey("rules"), List.of("a", "b"));
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.OK);
		tracing.run("failed", () -> tracing.failed("no reason"));
		assertThat(named("failed").getStatus().getDescription()).isEqualTo("no reason");
	}

	@Test
	void tellsTheIdsOfTheCurrentSpan() {
		String ids = tracing.call("work",
				() -> tracing.traceId() + " " + tracing.spanId() + " " + tracing.correlationId());
		SpanData span = named("work");
		assertThat(ids).isEqualTo(span.getTraceId() + " " + span.getSpanId() + " " + span.getTraceId());
	}

	@Test
	void withoutASpanNothingHappens() {
		tracing.attribute("a", "b");
		tracing.event("c");
		tracing.error(new IllegalStateException());
		tracing.failed("d");
		tracing.ok();
		assertThat(tracing.traceId()).isNull();
		assertThat(tracing.spanId()).isNull();
		assertThat(tracing.correlationId()).isNull();
		assertThat(tracing.snapshot()).isNull();
		assertThat(tracing.contextEnvironment()).isEmpty();
		assertThat(application.spans()).isEmpty();
	}

	@Test
	void describesACallToADatabase() {
		tracing.databaseSpan("postgresql", "SELECT", "users").run(() -> {
		});
		SpanData span = named("SELECT users");
		assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
		assertThat(span.getAttributes().asMap()).containsEntry(AttributeKey.stringKey("db.system.name"), "postgresql")
			.containsEntry(AttributeKey.stringKey("db.operation.name"), "SELECT")
			.containsEntry(AttributeKey.stringKey("db.collection.name"), "users");
		tracing.databaseSpan("other_sql", "VACUUM", null).run(() -> {
		});
		assertThat(named("VACUUM").getAttributes().get(AttributeKey.stringKey("db.collection.name"))).isNull();
	}

	@Test
	void aChildProcessGetsTheTrace() {
		Map<String, String> environment = tracing.call("parent", tracing::contextEnvironment);
		SpanData parent = named("parent");
		assertThat(environment)
			.containsEntry("TRACEPARENT", "00-" + parent.getTraceId() + "-" + parent.getSpanId() + "-03")
			.containsEntry("OTEL_TRACE_ID", parent.getTraceId())
			.containsEntry("OTEL_SPAN_ID", parent.getSpanId())
			.containsEntry("CORRELATION_ID", parent.getTraceId())
			.doesNotContainKey("BAGGAGE");
	}

	@Test
	void aChildProcessGetsTheTraceStateAndTheListedBaggage() {
		Context context = Context.root()
			.with(Span.wrap(SpanContext.create(TRACE, PARENT, TraceFlags.getSampled(),
					TraceState.builder().put("vendor", "1").build())))
			.with(Baggage.builder().put("tenant", "t 1").put("secret", "s-1").build());
		try (Scope scope = context.makeCurrent()) {
			assertThat(tracing.contextEnvironment()).containsEntry("TRACEPARENT", "00-" + TRACE + "-" + PARENT + "-01")
				.containsEntry("TRACESTATE", "vendor=1")
				.containsEntry("BAGGAGE", "tenant=t%201");
		}
	}

	@Test
	void aLinkHasAttributes() {
		SpanContext linked = SpanContext.create(TRACE, PARENT, TraceFlags.getSampled(), TraceState.getDefault());
		tracing.span("work").link(linked, Map.<String, Object>of("reason", "retry", "attempt", 2)).run(() -> {
		});
		assertThat(named("work").getLinks()).singleElement().satisfies((link) -> {
			assertThat(link.getSpanContext()).isEqualTo(linked);
			assertThat(link.getAttributes()).isEqualTo(
					Attributes.of(AttributeKey.stringKey("reason"), "retry", AttributeKey.longKey("attempt"), 2L));
		});
	}

	@Test
	void aStoredTraceComesBackAsParentOrAsLink() {
		AtomicReference<String> stored = new AtomicReference<>();
		tracing.run("queued", () -> stored.set(String.valueOf(tracing.snapshot())));
		String snapshot = stored.get();
		assertThat(snapshot).isNotNull().hasSizeLessThanOrEqualTo(255);
		tracing.span("continued").childOf(snapshot).run(() -> {
		});
		tracing.span("linked").newRoot().linkTo(snapshot).run(() -> {
		});
		SpanData queued = named("queued");
		assertThat(named("continued").getParentSpanId()).isEqualTo(queued.getSpanId());
		assertThat(named("continued").getTraceId()).isEqualTo(queued.getTraceId());
		assertThat(named("linked").getParentSpanContext().isValid()).isFalse();
		assertThat(named("linked").getLinks()).singleElement()
			.satisfies((link) -> assertThat(link.getSpanContext().getSpanId()).isEqualTo(queued.getSpanId()));
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "  ", "no trace", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
			"00-00000000000000000000000000000000-00f067aa0ba902b7-01",
			"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01;bad id\n" })
	void aStoredTraceThatIsNoneStartsANewOne(@Nullable String snapshot) {
		double before = malformed();
		tracing.run("outer", () -> tracing.span("fresh").childOf(snapshot).linkTo(snapshot).run(() -> {
		}));
		SpanData span = named("fresh");
		assertThat(span.getParentSpanContext().isValid()).isFalse();
		assertThat(span.getLinks()).isEmpty();
		assertThat(malformed()).isEqualTo(before + ((snapshot == null || snapshot.isBlank()) ? 0 : 2));
	}

	private static double malformed() {
		return application.meters()
			.get("tracing.propagation.dropped")
			.tag("reason", "text_malformed")
			.functionCounter()
			.count();
	}

	@Test // Closed twice on purpose
	void aSpanMayBeOpenedAndClosedByHand() {
		try (OpenSpan span = tracing.span("open").attribute("a", 1).attribute("b", null).start()) {
			assertThat(tracing.spanId()).isNotNull();
			span.error(new IllegalStateException("noted"));
			span.close();
			assertThat(tracing.spanId()).isNull();
		}
		assertThat(named("open").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(application.spans()).hasSize(1);
	}

	@Test
	void aValueThatCannotBeReadCostsItself() {
		Object broken = new Object() {
			@Override
			public String toString() {
				throw new IllegalStateException("broken");
			}
		};
		tracing.span("work").attribute("a", broken).run(() -> {
			tracing.attribute("b", broken);
			tracing.event("c", Map.of("d", broken));
			tracing.attribute("e", "fine");
		});
		assertThat(named("work").getAttributes().get(AttributeKey.stringKey("e"))).isEqualTo("fine");
		assertThat(application.bean(TracedLosses.class).count(TracedLoss.ATTRIBUTE)).isEqualTo(3);
	}

	@Test
	void withoutATracerTheWorkIsDone() {
		TracedLosses losses = new TracedLosses();
		Tracing broken = new ManualTracing(() -> {
			throw new IllegalStateException("closed");
		}, ContextTexts.defaults(), losses);
		assertThat(broken.<Integer, RuntimeException>call("work", () -> 7)).isEqualTo(7);
		assertThat(losses.count(TracedLoss.FAILED)).isOne();
	}

	private static SpanData named(String name) {
		return assertThat(application.spans()).filteredOn((span) -> span.getName().equals(name))
			.singleElement()
			.actual();
	}

	/** Nothing of its own. */
	@Configuration(proxyBeanMethods = false)
	static class Empty {

	}

}
