// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.lang.management.ManagementFactory;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@SuppressWarnings("try")
class ContextThreadsTests {

	private static final Span SPAN = Span.wrap(SpanContext.create("4bf92f3577b34da6a3ce929d0e0e4736",
			"00f067aa0ba902b7", TraceFlags.getSampled(), TraceState.getDefault()));

	private final ContextThreads accessor = ContextThreads.INSTANCE;

	private final ContextThreads.Registration registration = new ContextThreads.Registration();

	private @Nullable Object seen;

	@BeforeEach
	void register() {
		this.registration.afterPropertiesSet();
	}

	@AfterEach
	void remove() {
		this.registration.destroy();
		assertThat(Context.current()).isSameAs(Context.root());
	}

	@Test
	void carriesTheIdToAnotherThreadAndTakesItAwayAgain() throws Exception {
		ContextSnapshot snapshot = snapshotWith("sent");
		ExecutorService executor = Executors.newSingleThreadExecutor();
		assertThat(executor.submit(snapshot.wrap(() -> String.valueOf(CorrelationId.of(Context.current())))).get())
			.isEqualTo("sent");
		assertThat(executor.submit(Context::current).get()).isSameAs(Context.root());
		executor.shutdown();
	}

	@Test
	void restoresTheIdThatWasThereBefore() {
		ContextSnapshot inner = snapshotWith("inner");
		try (Scope scope = CorrelationId.with(Context.root(), "outer").makeCurrent()) {
			try (ContextSnapshot.Scope set = inner.setThreadLocals()) {
				assertThat(CorrelationId.of(Context.current())).isEqualTo("inner");
			}
			assertThat(CorrelationId.of(Context.current())).isEqualTo("outer");
		}
	}

	@Test
	void aTaskOfNoRequestHasNoId() {
		ContextSnapshot empty = ContextSnapshotFactory.builder().clearMissing(true).build().captureAll();
		try (Scope scope = CorrelationId.with(Context.root(), "outer").makeCurrent()) {
			try (ContextSnapshot.Scope set = empty.setThreadLocals()) {
				assertThat(CorrelationId.of(Context.current())).isNull();
			}
			assertThat(CorrelationId.of(Context.current())).isEqualTo("outer");
		}
	}

	@Test
	void leavesTheContextOfAnObservationToTheObservation() {
		Context observed = CorrelationId.with(Context.root(), "sent").with(SPAN);
		try (Scope scope = CurrentContext.openObserved(observed)) {
			assertThat(this.accessor.getValue()).isNull();
			this.accessor.setValue();
			assertThat(Context.current()).isSameAs(observed);
			this.accessor.restore();
		}
	}

	@Test
	void carriesASpanThatWasMadeByHandBelowAnObservation() throws Exception {
		Context byHand = Context.root().with(SPAN);
		ContextSnapshot snapshot;
		try (Scope observed = CurrentContext.openObserved(Context.root().with(Span.getInvalid()));
				Scope scope = byHand.makeCurrent()) {
			snapshot = ContextSnapshotFactory.builder().build().captureAll();
		}
		ExecutorService executor = Executors.newSingleThreadExecutor();
		assertThat(executor.submit(snapshot.wrap(Context::current)).get()).isSameAs(byHand);
		assertThat(executor.submit(Context::current).get()).isSameAs(Context.root());
		executor.shutdown();
	}

	@Test
	void belowAnObservationOfOtherHandlersOnlyContextsWithoutASpanAreCarried() {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler((context) -> true);
		Observation other = Observation.start("other", registry);
		try (Observation.Scope observed = other.openScope()) {
			try (Scope scope = Context.root().with(SPAN).makeCurrent()) {
				assertThat(this.accessor.getValue()).isNull();
			}
			try (Scope scope = CorrelationId.with(Context.root(), "sent").makeCurrent()) {
				assertThat(this.accessor.getValue()).isSameAs(Context.current());
			}
		}
		try (Scope scope = Context.root().with(SPAN).makeCurrent()) {
			assertThat(this.accessor.getValue()).isSameAs(Context.current());
		}
	}

	@Test
	void scopesMayBeClosedInTheOrderInWhichTheyWereOpened() {
		Scope observed = CurrentContext.openObserved(Context.root().with(SPAN));
		this.accessor.setValue(CorrelationId.with(Context.root().with(SPAN), "sent"));
		observed.close();
		assertThat(CorrelationId.of(Context.current())).isEqualTo("sent");
		this.accessor.restore();
		assertThat(Context.current()).isSameAs(Context.root());
	}

	@Test
	void allocatesNothingWhereThereIsAnObservation() {
		com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
		try (Scope scope = CurrentContext.openObserved(Context.root().with(SPAN))) {
			getSetAndRestore(20_000);
			long before = threads.getCurrentThreadAllocatedBytes();
			getSetAndRestore(10_000);
			// Less than one object each time
			assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(80_000);
		}
	}

	private void getSetAndRestore(int times) {
		for (int i = 0; i < times; i++) {
			this.seen = this.accessor.getValue();
			this.accessor.setValue();
			this.accessor.restore();
		}
	}

	@Test
	void staysForAnotherApplicationWhenOneEnds() {
		ContextThreads.Registration other = new ContextThreads.Registration();
		other.afterPropertiesSet();
		other.destroy();
		assertThat(ContextRegistry.getInstance().getThreadLocalAccessors()).containsOnlyOnce(this.accessor);
	}

	@Test
	void aRestoreTooManyIsHarmless() {
		this.accessor.restore();
		this.accessor.restore(Context.root());
		assertThat(this.accessor.getValue()).isNull();
	}

	private static ContextSnapshot snapshotWith(String id) {
		try (Scope scope = CorrelationId.with(Context.root(), id).makeCurrent()) {
			return ContextSnapshotFactory.builder().build().captureAll();
		}
	}

}
