// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.ring;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

import dev.observability.tracing.redaction.Redactor;
import dev.observability.tracing.viewer.trace.FieldsBuilder;
import dev.observability.tracing.viewer.trace.LogLine;
import dev.observability.tracing.viewer.trace.SpanRecord;
import dev.observability.tracing.viewer.trace.TraceSink;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Ring}.
 */
class RingTests {

	private static final long SLOW = TimeUnit.SECONDS.toNanos(1);

	private static final long AGE = TimeUnit.MINUTES.toNanos(30);

	/** Near the end of the numbers, as the clock of a JVM may be. */
	private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - AGE / 2);

	private final Ring ring = new Ring(new RingLimits(1 << 20, 10, 100, 20, SLOW, AGE), this.time::get,
			Redactor.standard());

	static TraceQuery everything() {
		return new TraceQuery(Set.of(), "", null, 0, Long.MAX_VALUE, List.of(), "", TraceSort.NEWEST, 1000);
	}

	@Test
	void spansOfATraceComeTogether() {
		Spans trace = Spans.of(1);
		this.ring.span(trace.span(2, 1, "select orders", 2, 5, 0));
		this.ring.span(trace.root("GET /orders"));
		TraceSummary summary = this.ring.list(everything()).traces().get(0);
		assertThat(summary.name()).isEqualTo("GET /orders");
		assertThat(summary.spans()).isEqualTo(2);
		assertThat(summary.complete()).isTrue();
		assertThat(summary.durationNanos()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(10));
		assertThat(summary.services()).containsExactly(new TraceSummary.Service("orders", 2, 0));
	}

	@Test
	void aTraceWithoutItsBeginningIsIncomplete() {
		this.ring.span(Spans.of(1).span(3, 2, "later", 5, 9, 0));
		this.ring.span(Spans.of(1).span(4, 2, "earlier", 1, 9, 0));
		TraceSummary summary = this.ring.list(everything()).traces().get(0);
		assertThat(summary.complete()).isFalse();
		assertThat(summary.name()).isEqualTo("earlier");
	}

	@Test
	void aCircleHasABeginningAllTheSame() {
		this.ring.span(Spans.of(1).span(1, 2, "one", 5, 9, 0));
		this.ring.span(Spans.of(1).span(2, 1, "two", 1, 9, 0));
		assertThat(this.ring.list(everything()).traces().get(0).name()).isEqualTo("two");
	}

	@Test
	void theTraceThatHasNotChangedForLongestGoes() {
		for (int i = 1; i <= 10; i++) {
			this.ring.span(Spans.of(i).root("trace " + i));
		}
		this.ring.span(Spans.of(1).span(2, 1, "again", 0, 1, 0));
		this.ring.span(Spans.of(11).root("trace 11"));
		assertThat(Spans.names(this.ring.list(everything()))).contains("trace 1", "trace 11").doesNotContain("trace 2");
		assertThat(this.ring.list(everything()).losses()).containsEntry(RingLoss.TRACES, 1L);
	}

	@Test
	void errorsOutliveWhatIsFine() {
		this.ring.span(Spans.of(1).failed("failed"));
		this.ring.span(Spans.of(2).span(1, 0, "slow", 0, 1000, 0));
		for (int i = 3; i <= 50; i++) {
			this.ring.span(Spans.of(i).root("fine"));
		}
		assertThat(Spans.names(this.ring.list(everything()))).contains("failed", "slow").hasSize(10);
	}

	@Test
	void errorsDoNotFillEverything() {
		for (int i = 1; i <= 50; i++) {
			this.ring.span(Spans.of(i).failed("failed"));
		}
		for (int i = 51; i <= 60; i++) {
			this.ring.span(Spans.of(i).root("fine"));
		}
		assertThat(Spans.names(this.ring.list(everything()))).contains("fine").filteredOn("failed"::equals).hasSize(3);
	}

	@Test
	void whatIsPinnedStaysAmongErrors() {
		this.ring.span(Spans.of(1).root("pinned"));
		assertThat(this.ring.pin(Spans.of(1).trace(), true)).isTrue();
		for (int i = 2; i <= 50; i++) {
			this.ring.span(Spans.of(i).failed("failed"));
		}
		assertThat(Spans.names(this.ring.list(everything()))).contains("pinned");
		assertThat(this.ring.pin(Spans.of(99).trace(), true)).isFalse();
	}

	@Test
	void allThatIsPinnedIsBoundedToo() {
		for (int i = 1; i <= 30; i++) {
			this.ring.span(Spans.of(i).root("pinned"));
			this.ring.pin(Spans.of(i).trace(), true);
		}
		assertThat(this.ring.list(everything()).total()).isEqualTo(10);
	}

	@Test
	void aTraceHasABound() {
		for (int i = 1; i <= 30; i++) {
			this.ring.span(Spans.of(1).span(i, 0, "span", 0, 1, 0));
		}
		TraceSummary summary = this.ring.list(everything()).traces().get(0);
		assertThat(summary.spans()).isEqualTo(20);
		assertThat(summary.droppedSpans()).isEqualTo(10);
		assertThat(this.ring.list(everything()).losses()).containsEntry(RingLoss.SPANS_PER_TRACE, 10L);
	}

	@Test
	void aHugeTraceDoesNotPushTheOthersOut() {
		this.ring.span(Spans.of(1).root("small"));
		String text = "x".repeat(100_000);
		for (int i = 1; i <= 20; i++) {
			this.ring.span(Spans.of(2)
				.span(i, 0, "huge", 0, 1, 0, new FieldsBuilder().put("exception.stacktrace", text).build()));
		}
		assertThat(Spans.names(this.ring.list(everything()))).containsExactlyInAnyOrder("small", "huge");
		assertThat(this.ring.list(everything()).bytes()).isLessThanOrEqualTo(1 << 20);
	}

	@Test
	void allSpansHaveABound() {
		for (int i = 1; i <= 9; i++) {
			for (int span = 1; span <= 20; span++) {
				this.ring.span(Spans.of(i).span(span, 0, "span", 0, 1, 0));
			}
		}
		TraceList list = this.ring.list(everything());
		assertThat(list.spans()).isLessThanOrEqualTo(100);
		assertThat(list.losses().get(RingLoss.SPANS)).isPositive();
	}

	@Test
	void aSpanThatComesTwiceIsKeptOnce() {
		for (int i = 1; i <= 20; i++) {
			this.ring.span(Spans.of(1).span(i, 0, "span", 0, 1, SpanRecord.ERROR));
		}
		long bytes = this.ring.list(everything()).bytes();
		for (int i = 1; i <= 20; i++) {
			this.ring.span(Spans.of(1).span(i, 0, "span", 0, 1, SpanRecord.ERROR));
			this.ring.imports().span(Spans.of(1).span(i, 0, "span", 0, 1, SpanRecord.ERROR));
		}
		TraceList list = this.ring.list(everything());
		assertThat(list.traces()).singleElement().satisfies((trace) -> {
			assertThat(trace.spans()).isEqualTo(20);
			assertThat(trace.errors()).isEqualTo(20);
			assertThat(trace.droppedSpans()).isZero();
		});
		assertThat(list.bytes()).isEqualTo(bytes);
		assertThat(list.losses()).containsEntry(RingLoss.SPANS_PER_TRACE, 0L);
	}

	@Test
	void aSpanWithTheIdOfAnotherIsKeptToo() {
		this.ring.span(Spans.of(1).span(7, 0, "first", 0, 1, 0));
		this.ring.span(Spans.of(1).span(7, 0, "second", 1, 2, 0));
		this.ring.span(Spans.of(2).span(7, 0, "elsewhere", 0, 1, 0));
		assertThat(this.ring.list(everything()).spans()).isEqualTo(3);
	}

	@Test
	void anImportedLineThatIsThereIsKeptOnce() {
		this.ring.span(Spans.of(1).root("GET /"));
		this.ring.line(Spans.of(1).line(1, "hello"));
		this.ring.imports().line(Spans.of(1).line(1, "hello"));
		this.ring.imports().line(Spans.of(1).line(1, "other"));
		assertThat(this.ring.list(everything()).lines()).isEqualTo(2);
		this.ring.line(Spans.of(1).line(1, "hello"));
		assertThat(this.ring.list(everything()).lines()).as("said twice").isEqualTo(3);
	}

	@Test
	void linesThatAreSentAgainAreKeptOnce() {
		for (int i = 0; i < 3; i++) {
			TraceSink sink = this.ring.received();
			for (String text : List.of("one", "two", "two", "one", "three")) {
				sink.line(Spans.of(1).line(1, text));
				sink.line(Spans.of(2).line(1, text));
			}
		}
		this.ring.span(Spans.of(1).root("GET /"));
		this.ring.span(Spans.of(2).root("GET /"));
		for (int i = 1; i <= 2; i++) {
			TraceView view = Objects.requireNonNull(this.ring.find(Spans.of(i).trace()));
			assertThat(view.lines()).extracting(LogLine::text).containsExactly("one", "two", "two", "one", "three");
			assertThat(view.summary().droppedLines()).isZero();
		}
	}

	@Test
	void linesThatAreSentAgainInAnotherOrderAndWithOthersAreKeptOnce() {
		TraceSink first = this.ring.received();
		TraceSink again = this.ring.received();
		List.of("one", "two", "three").forEach((text) -> first.line(Spans.of(1).line(1, text)));
		List.of("three", "four", "one", "one").forEach((text) -> again.line(Spans.of(1).line(1, text)));
		this.ring.span(Spans.of(1).root("GET /"));
		assertThat(Objects.requireNonNull(this.ring.find(Spans.of(1).trace())).lines()).extracting(LogLine::text)
			.containsExactly("one", "two", "three", "four", "one");
	}

	@Test
	void aLineThatDiffersInAnythingIsAnother() {
		LogLine line = Spans.of(1).line(1, "hello");
		List<LogLine> others = List.of(line, Spans.of(1).line(2, "hello"), line.of(Spans.origin("payments")),
				new LogLine(line.trace(), 1, 1, 9, "INFO", "hello", line.fields(), line.origin()),
				new LogLine(line.trace(), 1, 0, 13, "WARN", "hello", line.fields(), line.origin()),
				new LogLine(line.trace(), 1, 0, 9, "INFO", "hello", new FieldsBuilder().put("a", 1L).build(),
						line.origin()));
		others.forEach((other) -> this.ring.received().line(other));
		others.forEach((other) -> this.ring.received().line(other));
		this.ring.span(Spans.of(1).root("GET /"));
		assertThat(Objects.requireNonNull(this.ring.find(Spans.of(1).trace())).lines())
			.containsExactlyElementsOf(others);
	}

	@Test
	void linesThatAreSentAgainWithoutEndTakeNoMore() {
		this.ring.span(Spans.of(1).root("GET /"));
		for (int i = 0; i < RingLimits.LINES_PER_TRACE; i++) {
			this.ring.received().line(Spans.of(1).line(1, "line " + i));
		}
		TraceList before = this.ring.list(everything());
		for (int i = 0; i < 50; i++) {
			TraceSink sink = this.ring.received();
			for (int line = 0; line < RingLimits.LINES_PER_TRACE; line++) {
				sink.line(Spans.of(1).line(1, "line " + line));
			}
		}
		TraceList after = this.ring.list(everything());
		assertThat(after.lines()).isEqualTo(RingLimits.LINES_PER_TRACE);
		assertThat(after.bytes()).isEqualTo(before.bytes());
		assertThat(after.losses()).containsEntry(RingLoss.LOGS, 0L);
	}

	@Test
	void whatWasThereBeforeIsThatOfTheTraceThatIsThere() {
		this.ring.line(Spans.of(1).line(1, "hello"));
		TraceSink sink = this.ring.received();
		sink.line(Spans.of(1).line(1, "first"));
		this.ring.clear();
		sink.line(Spans.of(1).line(1, "hello"));
		sink.line(Spans.of(1).line(1, "hello"));
		this.ring.span(Spans.of(1).root("GET /"));
		assertThat(Objects.requireNonNull(this.ring.find(Spans.of(1).trace())).lines()).extracting(LogLine::text)
			.containsExactly("hello", "hello");
	}

	@Test
	void logLinesBelongToTheirTrace() {
		LogLine line = Spans.of(1).line(1, "hello");
		this.ring.line(line);
		assertThat(this.ring.list(everything()).traces()).isEmpty();
		this.ring.span(Spans.of(1).root("GET /"));
		TraceView view = Objects.requireNonNull(this.ring.find(Spans.of(1).trace()));
		assertThat(view.lines()).containsExactly(line);
	}

	@Test
	void logLinesOfATraceHaveABound() {
		for (int i = 0; i < RingLimits.LINES_PER_TRACE + 5; i++) {
			this.ring.line(Spans.of(1).line(1, "line " + i));
		}
		assertThat(this.ring.list(everything()).lines()).isEqualTo(RingLimits.LINES_PER_TRACE);
		assertThat(this.ring.list(everything()).losses()).containsEntry(RingLoss.LOGS, 5L);
		this.ring.span(Spans.of(1).root("GET /"));
		assertThat(this.ring.list(everything()).traces().get(0).droppedLines()).isEqualTo(5);
	}

	@Test
	void logLinesOfATraceComeAlsoWhereTheRingIsFull() {
		fill();
		for (int i = 11; i <= 20; i++) {
			this.ring.line(Spans.of(i).line(1, "first"));
		}
		this.ring.line(Spans.of(11).line(1, "second"));
		this.ring.span(Spans.of(11).root("GET /"));
		TraceView view = Objects.requireNonNull(this.ring.find(Spans.of(11).trace()));
		assertThat(view.lines()).extracting(LogLine::text).containsExactly("first", "second");
		assertThat(this.ring.list(everything()).total()).isEqualTo(10);
		assertThat(this.ring.list(everything()).losses()).containsEntry(RingLoss.LOGS, 0L)
			.containsEntry(RingLoss.TRACES, 1L);
	}

	private void fill() {
		for (int i = 1; i <= 10; i++) {
			this.ring.span(Spans.of(i).root("trace " + i));
		}
	}

	@Test
	void logLinesOfTracesThatNeverComeAreBounded() {
		fill();
		for (int i = 11; i <= 30; i++) {
			this.ring.line(Spans.of(i).line(1, "one"));
			this.ring.line(Spans.of(i).line(1, "two"));
		}
		TraceList list = this.ring.list(everything());
		assertThat(list.total()).isEqualTo(10);
		assertThat(list.lines()).isEqualTo(20);
		assertThat(list.losses()).containsEntry(RingLoss.LOGS, 20L).containsEntry(RingLoss.TRACES, 0L);
	}

	@Test
	void logLinesOfTracesThatNeverComeHaveAShareOfTheMemory() {
		fill();
		for (int i = 11; i <= 20; i++) {
			this.ring.line(Spans.of(i).line(1, "x".repeat(30_000)));
		}
		TraceList list = this.ring.list(everything());
		assertThat(list.total()).isEqualTo(10);
		assertThat(list.lines()).isEqualTo(3);
		assertThat(list.losses()).containsEntry(RingLoss.LOGS, 7L).containsEntry(RingLoss.BYTES, 0L);
	}

	@Test
	void manyLinesBeforeTheFirstSpanAreKeptThoughTheyAreMoreThanTheShare() {
		for (int i = 0; i < 10; i++) {
			this.ring.line(Spans.of(1).line(1, "x".repeat(30_000)));
		}
		assertThat(this.ring.list(everything()).lines()).isEqualTo(10);
	}

	@Test
	void logLinesDoNotGoBecauseOfSpans() {
		this.ring.line(Spans.of(99).line(1, "hello"));
		for (int i = 1; i <= 9; i++) {
			for (int span = 1; span <= 20; span++) {
				this.ring.span(Spans.of(i).span(span, 0, "span", 0, 1, 0));
			}
		}
		assertThat(this.ring.list(everything()).losses().get(RingLoss.SPANS)).isPositive();
		assertThat(this.ring.list(everything()).lines()).isOne();
	}

	private void passes(long nanos) {
		this.time.addAndGet(nanos);
		this.ring.forgetOld();
	}

	@Test
	void aTraceThatDoesNotChangeGoesWhenItIsTooOld() {
		this.ring.span(Spans.of(1).root("fine"));
		this.ring.span(Spans.of(2).failed("failed"));
		this.ring.span(Spans.of(3).span(1, 0, "slow", 0, 1000, 0));
		passes(AGE);
		long sequence = this.ring.sequence();
		assertThat(Spans.names(this.ring.list(everything()))).containsExactlyInAnyOrder("fine", "failed", "slow");
		passes(SLOW);
		TraceList list = this.ring.list(everything());
		assertThat(list.total()).isZero();
		assertThat(list.spans()).isZero();
		assertThat(list.bytes()).isZero();
		assertThat(list.losses()).containsEntry(RingLoss.AGE, 3L).containsEntry(RingLoss.LOGS, 0L);
		assertThat(list.sequence()).as("the page asks for it").isGreaterThan(sequence);
	}

	@Test
	void aTraceThatChangesStays() {
		this.ring.span(Spans.of(1).root("grows"));
		this.ring.span(Spans.of(2).root("logs"));
		this.ring.span(Spans.of(3).root("does not"));
		passes(AGE / 2);
		this.ring.span(Spans.of(1).span(2, 1, "more", 0, 1, 0));
		this.ring.line(Spans.of(2).line(1, "hello"));
		passes(AGE / 2 + SLOW);
		assertThat(Spans.names(this.ring.list(everything()))).containsExactlyInAnyOrder("grows", "logs");
		passes(AGE / 2);
		assertThat(this.ring.list(everything()).total()).isZero();
	}

	@Test
	void whatIsPinnedOrImportedStaysHoweverOldItIs() {
		this.ring.span(Spans.of(1).root("pinned"));
		this.ring.pin(Spans.of(1).trace(), true);
		this.ring.imports().span(Spans.of(2).root("imported"));
		this.ring.span(Spans.of(3).failed("failed"));
		passes(10 * AGE);
		assertThat(Spans.names(this.ring.list(everything()))).containsExactlyInAnyOrder("pinned", "imported");
		this.ring.pin(Spans.of(1).trace(), false);
		passes(AGE);
		assertThat(Spans.names(this.ring.list(everything()))).contains("pinned");
		passes(SLOW);
		assertThat(Spans.names(this.ring.list(everything()))).containsExactly("imported");
	}

	@Test
	void logLinesOfATraceThatNeverComesGoWhenTheyAreTooOld() {
		this.ring.line(Spans.of(1).line(1, "one"));
		this.ring.line(Spans.of(1).line(1, "two"));
		passes(AGE);
		assertThat(this.ring.list(everything()).lines()).isEqualTo(2);
		passes(SLOW);
		TraceList list = this.ring.list(everything());
		assertThat(list.lines()).isZero();
		assertThat(list.bytes()).isZero();
		assertThat(list.losses()).containsEntry(RingLoss.LOGS, 2L).containsEntry(RingLoss.AGE, 0L);
	}

	@Test
	void whereNothingIsTooOldNothingChanges() {
		this.ring.span(Spans.of(1).root("GET /"));
		long sequence = this.ring.sequence();
		passes(SLOW);
		passes(SLOW);
		assertThat(this.ring.sequence()).isEqualTo(sequence);
	}

	@Test
	void aLineOutsideOfTracesIsIgnored() {
		this.ring.line(new LogLine(null, 0, 0, 9, "INFO", "hello", Spans.of(1).root("").fields(), Spans.origin("a")));
		assertThat(this.ring.list(everything()).lines()).isZero();
	}

	@Test
	void everyChangeHasANumber() {
		long before = this.ring.sequence();
		this.ring.span(Spans.of(1).root("GET /"));
		long after = this.ring.sequence();
		assertThat(after).isGreaterThan(before);
		this.ring.clear();
		assertThat(this.ring.sequence()).isGreaterThan(after);
		assertThat(this.ring.list(everything()).bytes()).isZero();
	}

	@Test
	void whateverComesTheBoundsHold() {
		RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(42);
		for (int i = 0; i < 20_000; i++) {
			Spans trace = Spans.of(1 + random.nextInt(40));
			switch (random.nextInt(6)) {
				case 0 -> this.ring.line(trace.line(1, "x".repeat(random.nextInt(3000))));
				case 1 -> this.ring.pin(trace.trace(), random.nextBoolean());
				default -> this.ring.span(random(trace, random));
			}
			TraceList list = this.ring.list(everything());
			assertThat(list.bytes()).isBetween(0L, 1L << 20);
			assertThat(list.spans()).isBetween(0, 100);
			assertThat(list.total()).isLessThanOrEqualTo(10);
		}
	}

	private static SpanRecord random(Spans trace, RandomGenerator random) {
		FieldsBuilder fields = new FieldsBuilder();
		for (int i = random.nextInt(5); i > 0; i--) {
			fields.put("key" + random.nextInt(100), "é".repeat(random.nextInt(5000)));
		}
		return trace.span(random.nextLong(), random.nextLong(), "name" + random.nextInt(10), random.nextLong(),
				random.nextLong(), random.nextInt(3), fields.build());
	}

	@Test
	void severalMayWriteAndReadAtOnce() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(4);
		try {
			CountDownLatch start = new CountDownLatch(1);
			List<Future<?>> work = new ArrayList<>();
			for (int thread = 0; thread < 4; thread++) {
				int seed = thread;
				work.add(threads.submit(() -> {
					start.await();
					for (int i = 0; i < 2000; i++) {
						this.ring.span(Spans.of(1 + (i * 7 + seed) % 30).span(i, 0, "span", 0, 1, 0));
						this.ring.list(everything());
					}
					return null;
				}));
			}
			start.countDown();
			for (Future<?> each : work) {
				each.get(60, TimeUnit.SECONDS);
			}
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(this.ring.list(everything()).spans()).isBetween(1, 100);
	}

}
