// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.noop.NoopCounter;
import io.micrometer.core.instrument.noop.NoopTimer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.Observation;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Records the timer of an observation and the counters of its events, at step 8 of a
 * request, with the names, tags and counts of {@link DefaultMeterObservationHandler}.
 * Request thread; never throws: what fails is not recorded, and logged at most once a
 * minute.
 */
final class CachedMeterObservationHandler implements MeterObservationHandler<Observation.Context> {

	private static final Log logger = LogFactory.getLog(CachedMeterObservationHandler.class);

	/** One meter may fail on every request while others work. */
	private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

	private final MeterRegistry registry;

	private final Clock clock;

	private final ResolvedMeters<Timer> timers;

	private final ResolvedMeters<Counter> counters;

	private final KnownValues ofTimers;

	private final KnownValues ofCounters;

	private final boolean activeTimers;

	private final @Nullable ObservedSpan observedSpan;

	private final AtomicLong warnedNanos;

	/**
	 * Creates a handler.
	 * @param registry where the meters are
	 * @param cachedMeters how many timers and how many counters are remembered
	 * @param bounds how much the meters may grow
	 * @param cuts counts what is beyond that
	 * @param activeTimers whether there are {@code .active} long task timers
	 * @param observedSpan where the span of an observation is told, if anybody asks there
	 */
	CachedMeterObservationHandler(MeterRegistry registry, int cachedMeters, MeterBounds bounds, MeterCuts cuts,
			boolean activeTimers, @Nullable ObservedSpan observedSpan) {
		this.registry = registry;
		this.clock = registry.config().clock();
		this.timers = new ResolvedMeters<>(this::timer, cachedMeters);
		this.counters = new ResolvedMeters<>(this::counter, cachedMeters);
		this.ofTimers = new KnownValues(bounds, cuts);
		this.ofCounters = new KnownValues(bounds, cuts);
		this.activeTimers = activeTimers;
		this.observedSpan = observedSpan;
		this.warnedNanos = new AtomicLong(this.clock.monotonicTime() - QUIET_NANOS);
		registry.config().onMeterRemoved(this::forget);
	}

	private void forget(Meter removed) {
		this.timers.clear();
		this.counters.clear();
	}

	@Override
	public void onStart(Observation.Context context) {
		try {
			KnownValues.Values known = (this.activeTimers && context.getName() != null)
					? this.ofTimers.of(context.getName()) : null;
			if (known != null) {
				context.put(LongTaskTimer.Sample.class,
						this.registry.more()
							.longTaskTimer(context.getName() + ".active",
									tags(known, context.getLowCardinalityKeyValues()))
							.start());
			}
		}
		catch (RuntimeException | LinkageError ex) {
			failed(ex);
		}
		context.put(Start.class, new Start(this.clock.monotonicTime()));
	}

	@Override
	public void onStop(Observation.Context context) {
		Start start = context.get(Start.class);
		String name = context.getName();
		if (start == null || name == null) {
			return;
		}
		long now = this.clock.monotonicTime();
		try {
			Timer timer = this.timers.find(name, error(context), context.getLowCardinalityKeyValues(), now);
			tell(context);
			timer.record(now - start.nanos(), TimeUnit.NANOSECONDS);
			stopActiveTimer(context);
		}
		catch (RuntimeException | LinkageError ex) {
			failed(ex);
		}
		finally {
			forgetSpan();
		}
	}

	@Override
	public void onEvent(Observation.Event event, Observation.Context context) {
		String name = context.getName();
		if (name == null) {
			return;
		}
		try {
			Counter counter = this.counters.find(name, event.getName(), context.getLowCardinalityKeyValues(),
					this.clock.monotonicTime());
			tell(context);
			counter.increment();
		}
		catch (RuntimeException | LinkageError ex) {
			failed(ex);
		}
		finally {
			forgetSpan();
		}
	}

	private void stopActiveTimer(Observation.Context context) {
		if (this.activeTimers) {
			LongTaskTimer.Sample sample = context.get(LongTaskTimer.Sample.class);
			if (sample != null) {
				sample.stop();
			}
		}
	}

	private void tell(Observation.Context context) {
		if (this.observedSpan != null) {
			this.observedSpan.set(context.get(TracingContext.class));
		}
	}

	private void forgetSpan() {
		if (this.observedSpan != null) {
			this.observedSpan.set(null);
		}
	}

	private static String error(Observation.Context context) {
		Throwable error = context.getError();
		return (error != null) ? error.getClass().getSimpleName() : KeyValue.NONE_VALUE;
	}

	private Timer timer(String name, String error, KeyValues keyValues) {
		KnownValues.Values known = this.ofTimers.of(name);
		if (known == null) {
			return new NoopTimer(new Meter.Id(name, Tags.empty(), null, null, Meter.Type.TIMER));
		}
		List<Tag> tags = tags(known, keyValues);
		add(tags, known, "error", error);
		return this.registry.timer(name, tags);
	}

	private Counter counter(String name, String event, KeyValues keyValues) {
		String counter = name + "." + event;
		KnownValues.Values known = this.ofCounters.of(counter);
		if (known == null) {
			return new NoopCounter(new Meter.Id(counter, Tags.empty(), null, null, Meter.Type.COUNTER));
		}
		return Counter.builder(counter).tags(tags(known, keyValues)).register(this.registry);
	}

	private static List<Tag> tags(KnownValues.Values known, KeyValues keyValues) {
		List<Tag> tags = new ArrayList<>();
		for (KeyValue keyValue : keyValues) {
			add(tags, known, keyValue.getKey(), keyValue.getValue());
		}
		return tags;
	}

	private static void add(List<Tag> tags, KnownValues.Values known, String key, String value) {
		String bounded = known.bound(key, value);
		if (bounded != null) {
			tags.add(Tag.of(key, bounded));
		}
	}

	private void failed(Throwable ex) {
		long now = this.clock.monotonicTime();
		long warned = this.warnedNanos.get();
		if (now - warned >= QUIET_NANOS && this.warnedNanos.compareAndSet(warned, now)) {
			logger.warn("The meters of observations cannot be recorded; the application is not affected", ex);
		}
	}

	/**
	 * When an observation began.
	 *
	 * @param nanos monotonic time of the registry's clock
	 */
	private record Start(long nanos) {

	}

}
