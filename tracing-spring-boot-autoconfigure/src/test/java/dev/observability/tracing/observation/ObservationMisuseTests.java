// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What nobody should do with an observation, or with what it calls.
 */
@SuppressWarnings("try") // A resource is there to be open
class ObservationMisuseTests {

	private final ObservationFixture fixture = new ObservationFixture();

	@AfterEach
	void nothingIsLeftOpen() {
		assertThat(Context.current()).isSameAs(Context.root());
	}

	@ParameterizedTest
	@ValueSource(strings = { "startName", "kind", "start", "error", "scopeClosed", "isOver", "stop" })
	void aConventionThatThrowsCostsOnlyWhatItWouldHaveSaid(String method) {
		ObservationFixture fixture = new ObservationFixture(new Failing.Convention(method));
		Observation observation = fixture.start("outer");
		try (Observation.Scope scope = observation.openScope()) {
			fixture.tracer().spanBuilder("inner").startSpan().end();
		}
		observation.error(new IllegalStateException());
		observation.stop();
		assertThat(fixture.spans()).extracting(SpanData::getName).containsExactly("inner", "outer");
		assertThat(fixture.spans().get(0).getParentSpanId()).isEqualTo(fixture.spans().get(1).getSpanId());
	}

	@Test
	void anObservationThatIsNeverStoppedLeavesNothingBehind() {
		Observation observation = this.fixture.start("never");
		try (Observation.Scope scope = observation.openScope()) {
			assertThat(Span.current().getSpanContext().isValid()).isTrue();
		}
		assertThat(this.fixture.spans()).isEmpty();
	}

	@Test
	void anObservationThatIsStoppedTwiceIsOneSpan() {
		Observation observation = this.fixture.start("twice");
		observation.stop();
		observation.stop();
		assertThat(this.fixture.onlySpan().getName()).isEqualTo("twice");
	}

	@Test
	void anObservationThatIsStoppedWithoutAStartIsNone() {
		Observation observation = Observation.createNotStarted("none", this.fixture.registry());
		observation.event(Observation.Event.of("event"));
		observation.error(new IllegalStateException());
		observation.openScope().close();
		observation.stop();
		assertThat(this.fixture.spans()).isEmpty();
	}

	@Test
	void aScopeClosedOnAnotherThreadDoesNotTouchThatThread() throws Exception {
		Observation observation = this.fixture.start("moved");
		// Micrometer keeps the observation on the thread that opened the scope
		Observation.Scope scope = onAnotherThread(observation::openScope);
		onAnotherThread(() -> {
			try (Scope other = Context.root().with(Span.getInvalid()).makeCurrent()) {
				Context before = Context.current();
				scope.close();
				assertThat(Context.current()).isSameAs(before);
			}
			return scope;
		});
		observation.stop();
		assertThat(this.fixture.spans()).hasSize(1);
	}

	@Test
	void aScopeThatClosesAfterTheEndIsNoNewsOfTheObservation() {
		ScopesOnly convention = new ScopesOnly();
		Observation observation = new ObservationFixture(convention).start("short");
		observation.openScope().close();
		observation.stop();
		observation.openScope().close();
		assertThat(convention.closed).hasValue(1);
	}

	@Test
	void anErrorThatIsReportedTwiceIsRecordedOnce() {
		Observation observation = this.fixture.start("failed");
		IllegalStateException error = new IllegalStateException("once");
		observation.error(error);
		observation.error(error);
		observation.stop();
		SpanData span = this.fixture.onlySpan();
		assertThat(span.getEvents()).hasSize(1);
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.getAttributes().get(ErrorAttributes.TYPE)).isEqualTo("java.lang.IllegalStateException");
	}

	@Test
	void anErrorThatIsSetAndNotReportedIsRecorded() {
		Observation observation = this.fixture.start("failed");
		observation.getContext().setError(new IllegalStateException("set"));
		observation.stop();
		assertThat(this.fixture.onlySpan().getEvents()).hasSize(1);
	}

	@Test
	@SuppressWarnings("NullAway") // What a container does
	void anErrorThatIsNullIsNone() {
		Observation observation = this.fixture.start("fine");
		observation.error((Throwable) null);
		observation.stop();
		SpanData span = this.fixture.onlySpan();
		assertThat(span.getEvents()).isEmpty();
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
	}

	@Test
	void aTracingContextOfTheUserIsTheParent() {
		Span parent = this.fixture.tracer().spanBuilder("parent").startSpan();
		TracingContext tracing = new TracingContext();
		tracing.setSpan(io.micrometer.tracing.otel.bridge.OtelSpan.fromOtel(parent));
		Observation.Context context = new Observation.Context();
		context.put(TracingContext.class, tracing);
		Observation.start("child", () -> context, this.fixture.registry()).stop();
		assertThat(this.fixture.onlySpan().getParentSpanId()).isEqualTo(parent.getSpanContext().getSpanId());
	}

	@Test
	void aParentThatIsNamedWinsOverTheSpanOfAnotherObservation() {
		Observation named = this.fixture.start("named");
		Observation around = this.fixture.start("around");
		try (Observation.Scope scope = around.openScope()) {
			Observation.createNotStarted("child", this.fixture.registry()).parentObservation(named).start().stop();
		}
		named.stop();
		around.stop();
		assertThat(this.fixture.span("child").getParentSpanId()).isEqualTo(this.fixture.span("named").getSpanId());
	}

	@Test
	void keyValuesOfTheUserPassThrough() {
		Observation observation = this.fixture.start("tagged")
			.lowCardinalityKeyValue("tenant", "one")
			.highCardinalityKeyValue(KeyValue.of("error", "Refused"))
			.contextualName("other name");
		observation.stop();
		SpanData span = this.fixture.onlySpan();
		assertThat(span.getName()).isEqualTo("other name");
		assertThat(span.getAttributes().asMap().toString()).contains("tenant=one", "error.type=Refused");
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
	}

	@Test
	void propagatorsAndProcessorsThatThrowDoNotReachTheApplication() {
		ObservationFixture fixture = new ObservationFixture(new Failing.Propagator(), List.of(new Failing.Processor()));
		ReceiverContext<Object> received = new ReceiverContext<>((carrier, key) -> "");
		received.setCarrier(new Object());
		Observation.start("received", () -> received, fixture.registry()).stop();
		SenderContext<Object> sent = new SenderContext<>((carrier, key, value) -> {
		}, Kind.CLIENT);
		sent.setCarrier(new Object());
		Observation.start("sent", () -> sent, fixture.registry()).stop();
		assertThat(fixture.spans()).extracting(SpanData::getKind).containsExactly(SpanKind.CONSUMER, SpanKind.CLIENT);
	}

	@Test
	void tenThousandAtOnceLeaveNoScopeOpen() throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(8);
		try {
			CountDownLatch all = new CountDownLatch(1);
			Observation shared = this.fixture.start("shared");
			List<? extends Future<?>> futures = IntStream.range(0, 10_000).mapToObj((i) -> executor.submit(() -> {
				all.await();
				Observation own = this.fixture.start("own");
				try (Observation.Scope outer = shared.openScope(); Observation.Scope inner = own.openScope()) {
					this.fixture.start("child").stop();
				}
				own.stop();
				assertThat(Context.current()).isSameAs(Context.root());
				return null;
			})).toList();
			all.countDown();
			for (Future<?> future : futures) {
				future.get();
			}
			assertThat(ObservationSpan.of(shared.getContextView())).isNotNull()
				.satisfies((span) -> assertThat(span.closeLast()).isFalse());
			assertThat(this.fixture.spans()).hasSize(20_000);
		}
		finally {
			executor.shutdown();
		}
	}

	private static <T> T onAnotherThread(Callable<T> task) throws Exception {
		ExecutorService executor = Executors.newSingleThreadExecutor();
		try {
			return executor.submit(task).get();
		}
		finally {
			executor.shutdown();
		}
	}

	/** Counts the scopes that closed. */
	private static final class ScopesOnly implements SpanConvention<Observation.Context> {

		private final AtomicInteger closed = new AtomicInteger();

		@Override
		public Class<Observation.Context> contextType() {
			return Observation.Context.class;
		}

		@Override
		public String startName(Observation.Context context) {
			return "scopes";
		}

		@Override
		public void scopeClosed(Observation.Context context) {
			this.closed.incrementAndGet();
		}

		@Override
		public void stop(Observation.Context context, Span span) {
		}

	}

}
