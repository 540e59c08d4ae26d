// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.tracing.CurrentTraceContext;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is current where, as OpenTelemetry and as Micrometer see it.
 */
@SuppressWarnings("try") // A resource is there to be open
class ObservationScopeTests {

	private final ObservationFixture fixture = new ObservationFixture();

	@AfterEach
	void nothingIsLeftOpen() {
		assertThat(Context.current()).isSameAs(Context.root());
		assertThat(this.fixture.bridge().currentSpan()).isNull();
	}

	@Test
	void bothNameTheSameSpanAtEveryLevel() {
		Observation observation = this.fixture.start("o");
		try (Observation.Scope scope = observation.openScope()) {
			assertAgreement(null);
			Span raw = this.fixture.tracer().spanBuilder("raw").startSpan();
			try (Scope rawScope = raw.makeCurrent()) {
				assertAgreement(raw);
				io.micrometer.tracing.Span made = this.fixture.bridge().nextSpan().start();
				try (Tracer.SpanInScope madeScope = this.fixture.bridge().withSpan(made)) {
					assertThat(Span.current().getSpanContext().getSpanId()).isEqualTo(made.context().spanId());
					assertAgreement(null);
					Span inner = this.fixture.tracer().spanBuilder("inner").startSpan();
					try (Scope innerScope = inner.makeCurrent()) {
						// Micrometer's own would name the span around
						assertAgreement(inner);
					}
					assertAgreement(null);
				}
			}
			assertAgreement(null);
		}
		observation.stop();
	}

	@Test
	void nothingIsCurrentBelowAnInvalidSpan() {
		io.micrometer.tracing.Span made = this.fixture.bridge().nextSpan().start();
		try (Tracer.SpanInScope scope = this.fixture.bridge().withSpan(made);
				Scope cleared = Context.current().with(Span.getInvalid()).makeCurrent()) {
			assertThat(this.fixture.bridge().currentSpan()).isNull();
		}
	}

	@Test
	void theTracingContextHoldsTheSpanForThoseThatAsk() {
		Observation observation = this.fixture.start("o");
		TracingContext tracing = observation.getContext().getRequired(TracingContext.class);
		try (Observation.Scope scope = observation.openScope()) {
			TraceContext context = Objects.requireNonNull(tracing.getSpan()).context();
			assertThat(context.spanId()).isEqualTo(Span.current().getSpanContext().getSpanId());
			CurrentTraceContext.Scope current = tracing.getScope();
			assertThat(current).isNotNull();
		}
		assertThat(tracing.getScope()).isNull();
		observation.stop();
	}

	@Test
	void aContextWithoutAnObservationClearsWhatIsCurrent() {
		ObservationThreadLocalAccessor accessor = ObservationThreadLocalAccessor.getInstance();
		Observation observation = this.fixture.start("o");
		try (Observation.Scope scope = observation.openScope()) {
			accessor.setValue();
			assertThat(Span.current().getSpanContext().isValid()).isFalse();
			this.fixture.start("root").stop();
			accessor.restore(observation);
			assertThat(Span.current().getSpanContext().isValid()).isTrue();
		}
		observation.stop();
		assertThat(this.fixture.span("root").getParentSpanContext().isValid()).isFalse();
	}

	@Test
	void aSnapshotCarriesTheObservationToAnotherThreadAndBack() throws Exception {
		Observation observation = this.fixture.start("o");
		ContextSnapshot snapshot;
		try (Observation.Scope scope = observation.openScope()) {
			snapshot = ContextSnapshotFactory.builder().build().captureAll();
		}
		ExecutorService executor = Executors.newSingleThreadExecutor();
		try {
			executor.submit(() -> {
				try (ContextSnapshot.Scope scope = snapshot.setThreadLocals()) {
					assertAgreement(null);
					this.fixture.start("child").stop();
				}
				assertThat(Context.current()).isSameAs(Context.root());
			}).get();
		}
		finally {
			executor.shutdown();
		}
		observation.stop();
		assertThat(this.fixture.span("child").getParentSpanId()).isEqualTo(this.fixture.span("o").getSpanId());
	}

	@Test
	void aParentOfAnotherThreadIsTakenWhereNothingIsCurrent() {
		Observation parent = this.fixture.start("parent");
		Observation.createNotStarted("child", this.fixture.registry()).parentObservation(parent).start().stop();
		parent.stop();
		assertThat(this.fixture.span("child").getParentSpanId()).isEqualTo(this.fixture.span("parent").getSpanId());
	}

	@Test
	void anObservationOfAnotherRegistryIsNoParent() {
		Observation other = Observation.start("other", ObservationRegistry.create());
		Observation.createNotStarted("root", this.fixture.registry()).parentObservation(other).start().stop();
		other.stop();
		assertThat(this.fixture.onlySpan().getParentSpanContext().isValid()).isFalse();
	}

	private void assertAgreement(@Nullable Span expected) {
		io.micrometer.tracing.Span current = Objects.requireNonNull(this.fixture.bridge().currentSpan());
		assertThat(current.context().spanId()).isEqualTo(Span.current().getSpanContext().getSpanId());
		if (expected != null) {
			assertThat(current.context().spanId()).isEqualTo(expected.getSpanContext().getSpanId());
		}
	}

}
