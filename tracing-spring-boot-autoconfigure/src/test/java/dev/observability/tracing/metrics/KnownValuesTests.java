// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.metrics;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KnownValues} within {@link CachedMeterObservationHandler}.
 */
@ExtendWith(OutputCaptureExtension.class)
class KnownValuesTests {

	private static final int MAX_METERS = 200;

	private static final int MAX_TAGS = 20;

	private static final int MAX_VALUES = 50;

	private static final int MANY = 10_000;

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final MeterCuts cuts = new MeterCuts();

	private final CachedMeterObservationHandler handler = new CachedMeterObservationHandler(this.registry, 100,
			new MeterBounds(MAX_METERS, MAX_TAGS, MAX_VALUES), this.cuts, true, null);

	@Test
	void valuesBeyondTheNumberShareOneSeries(CapturedOutput output) {
		IntStream.range(0, MANY).forEach((i) -> observe("work", "order", "s3cret " + i));
		assertThat(this.registry.find("work").timers()).hasSize(MAX_VALUES + 1);
		assertThat(this.registry.get("work").tag("order", "other").timer().count()).isEqualTo(MANY - MAX_VALUES);
		assertThat(this.registry.find("work.active").longTaskTimers()).hasSize(MAX_VALUES + 1);
		assertThat(this.cuts.count(MeterCut.VALUES)).isGreaterThanOrEqualTo(MANY - MAX_VALUES);
		observe("work", "order", "s3cret 3");
		assertThat(this.registry.get("work").tag("order", "s3cret 3").timer().count()).isEqualTo(2);
		assertThat(output.getOut().lines().filter((line) -> line.contains("too many values"))).singleElement()
			.asString()
			.contains("The meter 'work' has too many values of its tag 'order'")
			.contains("'observability.tracing.metrics.max-tag-values'")
			.doesNotContain("s3cret");
	}

	@Test
	void meterNamesBeyondTheNumberAreNotRecorded(CapturedOutput output) {
		IntStream.range(0, MANY).forEach((i) -> observe("work\n" + i, "kind", "a"));
		assertThat(this.registry.getMeters().stream().filter(Timer.class::isInstance)).hasSize(MAX_METERS);
		// A timer and one of what is active
		assertThat(this.cuts.count(MeterCut.METERS)).isEqualTo(2 * (MANY - MAX_METERS));
		observe("work\n7", "kind", "a");
		assertThat(this.registry.get("work\n7").timer().count()).isEqualTo(2);
		assertThat(output.getOut().lines().filter((line) -> line.contains("Meters of observations are missing")))
			.singleElement()
			.asString()
			.contains("first 'work?200'")
			.contains("'observability.tracing.metrics.max-meters'");
	}

	@Test
	void namesOfEventsBeyondTheNumberAreNotRecorded() {
		Observation.Context context = new Observation.Context();
		context.setName("work");
		IntStream.range(0, MANY).forEach((i) -> this.handler.onEvent(Observation.Event.of("event" + i), context));
		assertThat(this.registry.getMeters().stream().filter(Counter.class::isInstance)).hasSize(MAX_METERS);
		assertThat(this.cuts.count(MeterCut.METERS)).isEqualTo(MANY - MAX_METERS);
		observe("other work", "kind", "a");
		assertThat(this.registry.find("other work").timer()).as("timers have a number of their own").isNotNull();
	}

	@Test
	void tagsBeyondTheNumberAreLeftOut(CapturedOutput output) {
		IntStream.range(0, MANY).forEach((i) -> observe("work", "order." + i, "a"));
		// One of them is "error", and one series has no other
		assertThat(this.registry.find("work").timers()).hasSize(MAX_TAGS);
		assertThat(this.cuts.count(MeterCut.TAGS)).isGreaterThanOrEqualTo(MANY - MAX_TAGS);
		assertThat(output.getOut().lines().filter((line) -> line.contains("too many tags"))).singleElement()
			.asString()
			.contains("'observability.tracing.metrics.max-tags'");
	}

	@Test
	void exceptionsAreBoundedToo() {
		Observation.Context context = new Observation.Context();
		context.setName("work");
		for (int i = 0; i < MAX_VALUES; i++) {
			observe("work", "error", "e" + i);
		}
		context.setError(new IllegalStateException());
		this.handler.onStart(context);
		this.handler.onStop(context);
		assertThat(this.registry.find("work").tag("error", "other").timer()).isNotNull();
	}

	@Test
	void theNumberHoldsOnManyThreads() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(8);
		CountDownLatch start = new CountDownLatch(1);
		List<? extends Future<?>> work = IntStream.range(0, 8).mapToObj((thread) -> threads.submit(() -> {
			start.await();
			IntStream.range(0, 5000).forEach((i) -> observe("work", "order", thread + " " + i));
			return null;
		})).toList();
		start.countDown();
		for (Future<?> each : work) {
			each.get(60, TimeUnit.SECONDS);
		}
		threads.shutdown();
		assertThat(this.registry.find("work").timers()).hasSizeBetween(MAX_VALUES + 1, MAX_VALUES + 8);
		assertThat(this.registry.find("work").timers().stream().mapToLong(Timer::count).sum()).isEqualTo(40_000);
	}

	@Test
	void theNumberOfAllValuesIsBounded() {
		KnownValues known = new KnownValues(new MeterBounds(1000, MAX_TAGS, 10), this.cuts);
		long admitted = IntStream.range(0, 900)
			.mapToObj((meter) -> known.of("meter " + meter))
			.filter((values) -> values != null)
			.mapToLong((values) -> IntStream.range(0, 10)
				.filter((i) -> ("v" + i).equals(values.bound("key", "v" + i)))
				.count())
			.sum();
		assertThat(admitted).isEqualTo(1000);
	}

	private void observe(String name, String key, String value) {
		Observation.Context context = new Observation.Context();
		context.setName(name);
		context.addLowCardinalityKeyValue(KeyValue.of(key, value));
		this.handler.onStart(context);
		this.handler.onStop(context);
	}

}
