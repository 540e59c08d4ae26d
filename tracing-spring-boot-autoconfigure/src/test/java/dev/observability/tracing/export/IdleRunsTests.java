// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import dev.observability.tracing.propagation.Schedule;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link IdleRuns}: a scheduled run that looked for work and found none leaves
 * no span, and any other leaves all.
 */
class IdleRunsTests {

	private static final String SCOPE = "dev.observability.tracing.jdbc";

	private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

	private final ExportLosses losses = new ExportLosses();

	private final IdleRuns runs = new IdleRuns(this.losses, true);

	private final SdkTracerProvider provider = provider(this.runs);

	@AfterEach
	void close() {
		this.provider.close();
	}

	private SdkTracerProvider provider(IdleRuns runs) {
		return SdkTracerProvider.builder()
			.addSpanProcessor(new IdleRunsProcessor(List.of(SimpleSpanProcessor.create(this.exporter)), runs))
			.build();
	}

	@Test
	void aRunThatFoundNothingLeavesNoSpan() {
		Span root = scheduled();
		query(root, 0);
		query(root, 0);
		root.end();
		assertThat(names()).isEmpty();
		assertThat(this.runs.isIdle(root)).isTrue();
		this.provider.close();
		assertThat(this.losses.count(LossReason.IDLE)).isEqualTo(3);
	}

	@ParameterizedTest
	@MethodSource
	void aRunThatDidMoreLeavesAllItsSpans(BiConsumer<SpanBuilder, Span> more) {
		Span root = scheduled();
		query(root, 0);
		more.accept(tracer().spanBuilder("more").setParent(Context.root().with(root)), root);
		query(root, 0);
		root.end();
		assertThat(names()).startsWith("query").contains("root");
		assertThat(names().stream().filter("query"::equals)).hasSize(2);
		assertThat(this.losses.total()).isZero();
	}

	static Stream<Named<BiConsumer<SpanBuilder, Span>>> aRunThatDidMoreLeavesAllItsSpans() {
		return Stream.of(Named.of("found a row", (child, root) -> query(child, "SELECT", 1)),
				Named.of("does not know what it found",
						(child, root) -> child.setAttribute("db.operation.name", "SELECT").startSpan().end()),
				Named.of("wrote", (child, root) -> query(child, "DELETE", 0)),
				Named.of("failed to look", (child, root) -> {
					Span failed = child.setAttribute("db.operation.name", "SELECT").startSpan();
					failed.setAttribute("db.response.returned_rows", 0).setStatus(StatusCode.ERROR).end();
				}),
				Named.of("wrote by a query that returns nothing",
						(child, root) -> query(child.setAttribute("db.query.summary", "WITH d DELETE a SELECT b"),
								"SELECT", 0)),
				Named.of("called somebody", (child, root) -> child.setSpanKind(SpanKind.CLIENT).startSpan().end()),
				Named.of("said something", (child, root) -> root.addEvent("job.progress")),
				Named.of("failed", (child, root) -> root.setStatus(StatusCode.ERROR)),
				Named.of("went on elsewhere", (child, root) -> child.startSpan()),
				Named.of("looked often", (child, root) -> {
					for (int i = 0; i < ScheduledRun.MAX_HELD - 1; i++) {
						query(child, "SELECT", 0);
					}
				}));
	}

	@Test
	void aRunThatTookLongLeavesItsSpans() {
		Span root = scheduled();
		query(root, 0);
		long now = ((ReadableSpan) root).toSpanData().getStartEpochNanos();
		root.end(now + ScheduledRun.MAX_NANOS + 1, TimeUnit.NANOSECONDS);
		assertThat(names()).containsExactly("query", "root");
	}

	@Test
	void aRunWhoseWorkBeginsAfterItsEndLeavesItsSpans() {
		Span root = scheduled();
		query(root, 0);
		root.end();
		assertThat(names()).isEmpty();
		Span later = tracer().spanBuilder("later").setParent(Context.root().with(root)).startSpan();
		assertThat(names()).containsExactly("query", "root");
		assertThat(this.runs.isIdle(later)).isFalse();
		later.end();
		assertThat(names()).containsExactly("query", "root", "later");
		this.provider.close();
		assertThat(this.losses.total()).isZero();
	}

	@Test
	void aRunThatSomebodyRefersToLeavesItsSpans() {
		Context start = Schedule.begins(Context.root());
		Span root = tracer().spanBuilder("root").setParent(start).startSpan();
		query(root, 0);
		Schedule.worked(start.with(root));
		root.end();
		assertThat(names()).containsExactly("query", "root");
	}

	@Test
	void aNewRootWithinARunIsNoRun() {
		Context start = Schedule.begins(Context.root());
		Span root = tracer().spanBuilder("root").setParent(start).startSpan();
		Span other = tracer().spanBuilder("other").setParent(start.with(Span.getInvalid())).startSpan();
		query(other, 0);
		other.end();
		root.end();
		assertThat(names()).containsExactly("query", "other", "root");
	}

	@Test
	void aRunThatDidNotLookLeavesItsSpan() {
		scheduled().end();
		assertThat(names()).containsExactly("root");
	}

	@Test
	void aRequestThatFoundNothingLeavesItsSpans() {
		Span root = tracer().spanBuilder("root").setNoParent().startSpan();
		query(root, 0);
		assertThat(this.runs.isIdle(root)).isFalse();
		root.end();
		assertThat(names()).containsExactly("query", "root");
	}

	@Test
	void aRunBelowAnotherSpanLeavesItsSpans() {
		Span request = tracer().spanBuilder("request").setNoParent().startSpan();
		Span run = tracer().spanBuilder("root").setParent(Schedule.begins(Context.root().with(request))).startSpan();
		query(run, 0);
		run.end();
		request.end();
		assertThat(names()).containsExactly("query", "root", "request");
	}

	@Test
	void allRunsLeaveTheirSpansWhereTheUserWantsThem() {
		IdleRuns all = new IdleRuns(this.losses, false);
		try (SdkTracerProvider own = provider(all)) {
			Span root = own.get(SCOPE).spanBuilder("root").setParent(Schedule.begins(Context.root())).startSpan();
			assertThat(all.isIdle(root)).isFalse();
			query(root, 0);
			root.end();
			assertThat(names()).containsExactly("query", "root");
		}
	}

	@Test
	void nothingLeadsToARunWhileItMayBeIdle() {
		Span root = scheduled();
		assertThat(this.runs.isIdle(root)).isTrue();
		Span query = query(root, 0);
		assertThat(this.runs.isIdle(query)).isTrue();
		query(root, 1);
		assertThat(this.runs.isIdle(root)).isFalse();
		assertThat(this.runs.isIdle(query)).isFalse();
		assertThat(this.runs.isIdle(Span.getInvalid())).isFalse();
	}

	@Test
	void whatIsHeldBackLeavesWhenAllIsToLeave() {
		Span root = scheduled();
		query(root, 0);
		assertThat(names()).isEmpty();
		this.provider.forceFlush().join(10, TimeUnit.SECONDS);
		assertThat(names()).containsExactly("query");
		root.end();
		assertThat(names()).containsExactly("query", "root");
	}

	@Test
	void whatIsHeldBackLeavesBeforeTheApplicationEnds() {
		RecordingQueue queue = new RecordingQueue();
		SdkTracerProvider own = SdkTracerProvider.builder()
			.addSpanProcessor(new IdleRunsProcessor(List.of(queue), this.runs))
			.build();
		Span root = own.get(SCOPE).spanBuilder("root").setParent(Schedule.begins(Context.root())).startSpan();
		query(own.get(SCOPE).spanBuilder("query").setParent(Context.root().with(root)), "SELECT", 0);
		assertThat(queue.seen).isEmpty();
		own.close();
		assertThat(queue.seen).containsExactly("query", "shutdown");
	}

	@Test
	void moreRunsThanAreWatchedLeaveTheirSpans() {
		List<Span> roots = new ArrayList<>();
		for (int i = 0; i <= IdleRuns.MAX_RUNS + IdleRuns.MAX_ENDED; i++) {
			roots.add(scheduled());
		}
		for (Span root : roots) {
			query(root, 0);
			root.end();
		}
		assertThat(names()).containsExactly("query", "root");
		this.provider.close();
		assertThat(this.losses.count(LossReason.IDLE)).isEqualTo(2L * (IdleRuns.MAX_RUNS + IdleRuns.MAX_ENDED));
	}

	@Test
	void noSpanIsLostOrTwiceWhereManyThreadsWorkForARun() throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(8);
		try {
			for (int round = 0; round < 200; round++) {
				Span root = scheduled();
				List<Future<?>> threads = new ArrayList<>();
				for (int thread = 0; thread < 8; thread++) {
					int rows = (thread == 5) ? 1 : 0;
					threads.add(executor.submit(() -> query(root, rows)));
				}
				for (Future<?> thread : threads) {
					thread.get();
				}
				root.end();
				assertThat(this.exporter.getFinishedSpanItems()).extracting(SpanData::getSpanId)
					.hasSize(9)
					.doesNotHaveDuplicates();
				this.exporter.reset();
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	private Tracer tracer() {
		return this.provider.get(SCOPE);
	}

	private Span scheduled() {
		return tracer().spanBuilder("root").setParent(Schedule.begins(Context.root())).startSpan();
	}

	private Span query(Span root, long rows) {
		return query(tracer().spanBuilder("query").setParent(Context.root().with(root)), "select", rows);
	}

	private static Span query(SpanBuilder builder, String operation, long rows) {
		Span query = builder.setAttribute("db.operation.name", operation).startSpan();
		query.setAttribute("db.response.returned_rows", rows).end();
		return query;
	}

	private List<String> names() {
		return this.exporter.getFinishedSpanItems().stream().map(SpanData::getName).toList();
	}

	/** Tells in which order it was asked for what. */
	private static final class RecordingQueue implements SpanProcessor {

		private final List<String> seen = new ArrayList<>();

		@Override
		public void onStart(Context parentContext, ReadWriteSpan span) {
		}

		@Override
		public boolean isStartRequired() {
			return false;
		}

		@Override
		public void onEnd(ReadableSpan span) {
			this.seen.add(span.getName());
		}

		@Override
		public boolean isEndRequired() {
			return true;
		}

		@Override
		public CompletableResultCode shutdown() {
			this.seen.add("shutdown");
			return CompletableResultCode.ofSuccess();
		}

	}

}
