// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.job;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The events of a run, by a clock that stands until it is set.
 */
class JobRunTests {

	private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

	private final Span span = SdkTracerProvider.builder()
		.addSpanProcessor(SimpleSpanProcessor.create(this.exporter))
		.build()
		.get("test")
		.spanBuilder("job")
		.startSpan();

	private final AtomicLong clock = new AtomicLong();

	private final List<String> watched = new ArrayList<>();

	private final JobWatch broken = new Watch((what) -> {
		throw new IllegalStateException(what);
	});

	private final JobWatch watch = new Watch(this.watched::add);

	private final JobRun run = run(JobRun.MAX_EVENTS);

	private JobRun run(int maxEvents) {
		return new JobRun(new JobFacts("job", "", null, null, null, null, null, null, null), this.span,
				new JobSeries(null, "job", ""), new JobWatches(() -> List.of(this.broken, this.watch)), maxEvents,
				this.clock::get);
	}

	@Test
	void aRunIsWatchedFromItsBeginningToItsOneEnd() {
		assertThat(this.watched).containsExactly("started null null");
		this.run.report(25, "Email queued");
		this.run.report(26, "Email half sent");
		this.run.end(JobResult.COMPLETED);
		this.run.end(JobResult.FAILED);
		assertThat(this.watched).containsExactly("started null null", "ended 26.0 Email half sent");
	}

	@Test
	void withinASecondThereIsOneEvent() {
		this.run.report(1, null);
		this.clock.set(TimeUnit.SECONDS.toNanos(1) - 1);
		this.run.report(2, null);
		assertThat(events()).containsExactly(1.0);
	}

	@Test
	void aLongJobHasAsManyEventsAsItMayAndTheLastIsItsEnd() {
		for (int i = 0; i < 1_000; i++) {
			this.clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
			this.run.report(i / 10.0, null);
		}
		this.run.report(100, null);
		this.run.report(100, null);
		assertThat(events()).hasSize(JobRun.MAX_EVENTS).endsWith(6.2, 100.0);
	}

	@Test
	void aJobThatGoesToAndFroHasNoMore() {
		for (int i = 0; i < 1_000; i++) {
			this.clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
			this.run.report((i % 2 == 0) ? 100 : 99, null);
		}
		assertThat(events()).hasSize(JobRun.MAX_EVENTS);
	}

	@Test
	void theOnePlaceThereIsIsForTheEndOfTheWork() {
		JobRun few = run(1);
		few.report(50, null);
		few.report(100, null);
		few.report(100, null);
		assertThat(events()).containsExactly(100.0);
	}

	private List<@Nullable Double> events() {
		this.run.end(JobResult.COMPLETED);
		this.span.end();
		return this.exporter.getFinishedSpanItems()
			.get(0)
			.getEvents()
			.stream()
			.map(EventData::getAttributes)
			.<@Nullable Double>map((attributes) -> attributes.get(AttributeKey.doubleKey("job.progress")))
			.toList();
	}

	/**
	 * Writes down what it is told.
	 *
	 * @param log where
	 */
	private record Watch(Consumer<String> log) implements JobWatch {

		@Override
		public void started(JobRun run) {
			this.log.accept("started " + run.percent() + " " + run.message());
		}

		@Override
		public void ended(JobRun run) {
			this.log.accept("ended " + run.percent() + " " + run.message());
		}

	}

}
