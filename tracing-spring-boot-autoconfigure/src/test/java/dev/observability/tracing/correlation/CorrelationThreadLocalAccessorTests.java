// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.correlation;

import java.lang.management.ManagementFactory;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import dev.observability.tracing.propagation.CorrelationId;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@SuppressWarnings("try")
class CorrelationThreadLocalAccessorTests {

	private static final Span SPAN = Span.wrap(SpanContext.create("4bf92f3577b34da6a3ce929d0e0e4736",
			"00f067aa0ba902b7", TraceFlags.getSampled(), TraceState.getDefault()));

	private final CorrelationThreadLocalAccessor accessor = CorrelationThreadLocalAccessor.INSTANCE;

	private final CorrelationThreadLocalAccessor.Registration registration = new CorrelationThreadLocalAccessor.Registration();

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
	void leavesAContextWithASpanToTheObservation() {
		Context traced = CorrelationId.with(Context.root(), "sent").with(SPAN);
		ContextSnapshot other = snapshotWith("other");
		try (Scope scope = traced.makeCurrent()) {
			assertThat(this.accessor.getValue()).isNull();
			try (ContextSnapshot.Scope set = other.setThreadLocals()) {
				assertThat(Context.current()).isSameAs(traced);
			}
			assertThat(Context.current()).isSameAs(traced);
		}
	}

	@Test
	void whatIsSetWithinAndWithoutASpanIsRestoredInReverse() {
		Context traced = CorrelationId.with(Context.root(), "traced").with(SPAN);
		Runnable inSpan = () -> {
			try (Scope scope = traced.makeCurrent()) {
				this.accessor.setValue("first");
				this.accessor.setValue("second");
				assertThat(Context.current()).isSameAs(traced);
				this.accessor.restore();
				this.accessor.restore();
				assertThat(Context.current()).isSameAs(traced);
			}
		};
		inSpan.run();
		this.accessor.setValue("outer");
		inSpan.run();
		this.accessor.setValue("inner");
		inSpan.run();
		assertThat(this.accessor.getValue()).isEqualTo("inner");
		this.accessor.restore("outer");
		assertThat(this.accessor.getValue()).isEqualTo("outer");
		this.accessor.restore();
		assertThat(this.accessor.getValue()).isNull();
	}

	@Test
	void allocatesNothingWhereThereIsASpan() {
		com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
		try (Scope scope = Context.root().with(SPAN).makeCurrent()) {
			setAndRestore(20_000);
			long before = threads.getCurrentThreadAllocatedBytes();
			setAndRestore(10_000);
			// Less than one object each time
			assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(80_000);
		}
	}

	private void setAndRestore(int times) {
		for (int i = 0; i < times; i++) {
			this.accessor.setValue("id");
			this.accessor.restore();
		}
	}

	@Test
	void staysForAnotherApplicationWhenOneEnds() {
		CorrelationThreadLocalAccessor.Registration other = new CorrelationThreadLocalAccessor.Registration();
		other.afterPropertiesSet();
		other.destroy();
		assertThat(ContextRegistry.getInstance().getThreadLocalAccessors()).containsOnlyOnce(this.accessor);
	}

	@Test
	void aRestoreTooManyIsHarmless() {
		this.accessor.restore();
		this.accessor.restore("x");
		assertThat(this.accessor.getValue()).isNull();
	}

	private static ContextSnapshot snapshotWith(String id) {
		try (Scope scope = CorrelationId.with(Context.root(), id).makeCurrent()) {
			return ContextSnapshotFactory.builder().build().captureAll();
		}
	}

}
