// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.micrometer.metrics.MaximumAllowableTagsMeterFilter;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class CachedMeterObservationHandlerTests {

	private static final MeterBounds BOUNDS = new MeterBounds(1000, 64, 1000);

	private final MockClock clock = new MockClock();

	private final MeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock);

	private final CachedMeterObservationHandler handler = handler(this.registry);

	private static CachedMeterObservationHandler handler(MeterRegistry registry) {
		return new CachedMeterObservationHandler(registry, 100, BOUNDS, new MeterCuts(), false, null);
	}

	@Test
	void measuresByTheClockOfTheRegistry() {
		Observation.Context context = context("a");
		this.handler.onStart(context);
		this.clock.add(3, TimeUnit.SECONDS);
		this.handler.onStop(context);
		assertThat(timer("a").totalTime(TimeUnit.SECONDS)).isEqualTo(3);
	}

	@Test
	void takesKeyValuesInAnyOrderForTheSameSeries() {
		run(context("a", KeyValue.of("x", "1"), KeyValue.of("y", "2")));
		run(context("a", KeyValue.of("y", "2"), KeyValue.of("x", "1")));
		assertThat(this.registry.getMeters()).hasSize(1);
		assertThat(timer("a").count()).isEqualTo(2);
	}

	@Test
	void tellsSeriesApart() {
		run(context("a", KeyValue.of("x", "1")));
		run(context("a", KeyValue.of("x", "2")));
		run(context("b", KeyValue.of("x", "1")));
		Observation.Context failed = context("a", KeyValue.of("x", "1"));
		failed.setError(new IllegalStateException());
		run(failed);
		assertThat(this.registry.getMeters()).hasSize(4);
		assertThat(this.registry.get("a").tags("x", "1", "error", "IllegalStateException").timer().count()).isOne();
	}

	@Test
	void letsTheErrorWinOverAKeyOfTheSameName() {
		run(context("a", KeyValue.of("error", "mine")));
		assertThat(timer("a").getId().getTag("error")).isEqualTo("none");
	}

	@Test
	void startsAgainAfterAMeterWasRemoved() {
		run(context("a"));
		this.registry.remove(timer("a"));
		run(context("a"));
		assertThat(timer("a").count()).isOne();
		this.registry.clear();
		run(context("a"));
		assertThat(timer("a").count()).isOne();
	}

	@Test
	void followsAFilterThatIsAddedLate() {
		run(context("a"));
		this.registry.config().commonTags("region", "north");
		this.clock.add(1, TimeUnit.SECONDS);
		run(context("a"));
		assertThat(this.registry.get("a").tags("region", "north").timer().count()).isOne();
	}

	@Test
	void reachesARegistryThatIsAddedLate() {
		CompositeMeterRegistry composite = new CompositeMeterRegistry(this.clock);
		CachedMeterObservationHandler handler = handler(composite);
		run(handler, context("a"));
		composite.add(this.registry);
		run(handler, context("a"));
		assertThat(timer("a").count()).isOne();
	}

	@Test
	void keepsTheBoundOfUriTagsAndTheSeriesThatArePermitted() {
		this.registry.config().meterFilter(new MaximumAllowableTagsMeterFilter("a", "uri", 2));
		for (int i = 0; i < 1000; i++) {
			run(context("a", KeyValue.of("uri", "/" + i)));
			run(context("a", KeyValue.of("uri", "/0")));
		}
		assertThat(this.registry.getMeters()).hasSize(2);
		assertThat(this.registry.get("a").tags("uri", "/0").timer().count()).isEqualTo(1001);
	}

	@Test
	void recordsAMeterThatIsNoLongerDenied() {
		List<String> denied = new ArrayList<>(List.of("a"));
		this.registry.config().meterFilter(new MeterFilter() {

			@Override
			public MeterFilterReply accept(Meter.Id id) {
				return denied.contains(id.getName()) ? MeterFilterReply.DENY : MeterFilterReply.NEUTRAL;
			}

		});
		run(context("a"));
		assertThat(this.registry.find("a").timer()).isNull();
		denied.clear();
		this.registry.config().meterFilter(MeterFilter.accept());
		run(context("a"));
		assertThat(timer("a").count()).isOne();
	}

	@Test
	void losesNoCountWhenMoreSeriesThanItRemembers() throws InterruptedException {
		int threads = 4;
		int rounds = 500;
		CountDownLatch begin = new CountDownLatch(1);
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		for (int thread = 0; thread < threads; thread++) {
			executor.execute(() -> {
				awaitQuietly(begin);
				for (int i = 0; i < rounds; i++) {
					run(context("a", KeyValue.of("x", Integer.toString(i))));
				}
			});
		}
		begin.countDown();
		executor.shutdown();
		assertThat(executor.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
		assertThat(this.registry.getMeters()).hasSize(rounds)
			.allSatisfy((meter) -> assertThat(((Timer) meter).count()).isEqualTo(threads));
	}

	@Test
	void countsEvents() {
		Observation.Context context = context("a", KeyValue.of("x", "1"));
		this.handler.onStart(context);
		this.handler.onEvent(Observation.Event.of("paid"), context);
		this.handler.onEvent(Observation.Event.of("paid"), context);
		assertThat(this.registry.get("a.paid").tags(Tags.of("x", "1")).counter().count()).isEqualTo(2);
	}

	@Test
	void staysSilentWithoutANameOrAStart() {
		Observation.Context nameless = new Observation.Context();
		run(nameless);
		this.handler.onEvent(Observation.Event.of("paid"), nameless);
		this.handler.onStop(context("a"));
		assertThat(this.registry.getMeters()).isEmpty();
	}

	@Test
	void neverThrowsAndWarnsOnceAMinute(CapturedOutput output) {
		MeterRegistry broken = new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock);
		broken.config().meterFilter(new MeterFilter() {

			@Override
			public Meter.Id map(Meter.Id id) {
				if (id.getName().equals("a")) {
					throw new IllegalStateException("broken filter");
				}
				return id;
			}

		});
		CachedMeterObservationHandler handler = handler(broken);
		run(handler, context("a"));
		run(handler, context("a"));
		assertThat(output).containsOnlyOnce("The meters of observations cannot be recorded");
		run(handler, context("b"));
		run(handler, context("a"));
		assertThat(output).containsOnlyOnce("The meters of observations cannot be recorded");
		this.clock.add(Duration.ofMinutes(1));
		run(handler, context("a"));
		assertThat(output.toString().split("The meters of observations cannot be recorded")).hasSize(3);
		assertThat(broken.get("b").timer().count()).isOne();
	}

	@Test
	void timesWhatIsActiveOnDemand() {
		CachedMeterObservationHandler handler = new CachedMeterObservationHandler(this.registry, 0, BOUNDS,
				new MeterCuts(), true, null);
		Observation.Context context = context("a", KeyValue.of("x", "1"));
		handler.onStart(context);
		assertThat(this.registry.get("a.active").tags("x", "1").longTaskTimer().activeTasks()).isOne();
		handler.onStop(context);
		assertThat(this.registry.get("a.active").longTaskTimer().activeTasks()).isZero();
		assertThat(timer("a").count()).isOne();
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private Timer timer(String name) {
		return this.registry.get(name).timer();
	}

	private void run(Observation.Context context) {
		run(this.handler, context);
	}

	private static void run(CachedMeterObservationHandler handler, Observation.Context context) {
		handler.onStart(context);
		handler.onStop(context);
	}

	private static Observation.Context context(String name, KeyValue... keyValues) {
		Observation.Context context = new Observation.Context();
		context.setName(name);
		for (KeyValue keyValue : keyValues) {
			context.addLowCardinalityKeyValue(keyValue);
		}
		return context;
	}

}
