// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.function.Consumer;
import java.util.function.LongConsumer;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleCounterBuilder;
import io.opentelemetry.api.metrics.DoubleGaugeBuilder;
import io.opentelemetry.api.metrics.DoubleHistogramBuilder;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongCounterBuilder;
import io.opentelemetry.api.metrics.LongUpDownCounterBuilder;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.MeterBuilder;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.metrics.ObservableLongCounter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.opentelemetry.context.Context;

/**
 * Hears from a batch processor how many spans its full queue dropped, which it tells
 * nobody but its meter, and passes everything on to the application's meters. The counter
 * is written on request threads: nothing but an addition.
 */
final class QueueMeterProvider implements MeterProvider {

	/** The name and the attribute of the SDK's counter. */
	private static final String PROCESSED_SPANS = "processedSpans";

	private static final AttributeKey<Boolean> DROPPED = AttributeKey.booleanKey("dropped");

	private final MeterProvider delegate;

	private final LongConsumer drops;

	private final Attributes name;

	/**
	 * Creates the listener.
	 * @param delegate the application's meters
	 * @param drops hears how many spans were dropped
	 * @param name tells the queue apart from others, empty where it is the only one
	 */
	QueueMeterProvider(MeterProvider delegate, LongConsumer drops, Attributes name) {
		this.delegate = delegate;
		this.drops = drops;
		this.name = name;
	}

	@Override
	public Meter get(String instrumentationScopeName) {
		return new QueueMeter(this.delegate.get(instrumentationScopeName), this.drops, this.name);
	}

	@Override
	public MeterBuilder meterBuilder(String instrumentationScopeName) {
		return this.delegate.meterBuilder(instrumentationScopeName);
	}

	/**
	 * A meter whose counter of processed spans is heard.
	 *
	 * @param delegate the application's meter
	 * @param drops hears how many spans were dropped
	 * @param name attributes of the queue
	 */
	private record QueueMeter(Meter delegate, LongConsumer drops, Attributes name) implements Meter {

		@Override
		public LongCounterBuilder counterBuilder(String name) {
			LongCounterBuilder builder = this.delegate.counterBuilder(name);
			return PROCESSED_SPANS.equals(name) ? new HeardCounterBuilder(builder, this.drops, this.name) : builder;
		}

		@Override
		public LongUpDownCounterBuilder upDownCounterBuilder(String name) {
			return this.delegate.upDownCounterBuilder(name);
		}

		@Override
		public DoubleHistogramBuilder histogramBuilder(String name) {
			return this.delegate.histogramBuilder(name);
		}

		@Override
		public DoubleGaugeBuilder gaugeBuilder(String name) {
			DoubleGaugeBuilder builder = this.delegate.gaugeBuilder(name);
			return this.name.isEmpty() ? builder : new NamedGaugeBuilder(builder, this.name);
		}

	}

	/**
	 * Builds the counter that is heard.
	 *
	 * @param delegate the application's builder
	 * @param drops hears how many spans were dropped
	 * @param name attributes of the queue
	 */
	private record HeardCounterBuilder(LongCounterBuilder delegate, LongConsumer drops,
			Attributes name) implements LongCounterBuilder {

		@Override
		public LongCounterBuilder setDescription(String description) {
			this.delegate.setDescription(description);
			return this;
		}

		@Override
		public LongCounterBuilder setUnit(String unit) {
			this.delegate.setUnit(unit);
			return this;
		}

		@Override
		public DoubleCounterBuilder ofDoubles() {
			return this.delegate.ofDoubles();
		}

		@Override
		public LongCounter build() {
			return new HeardCounter(this.delegate.build(), this.drops, this.name);
		}

		@Override
		public ObservableLongCounter buildWithCallback(Consumer<ObservableLongMeasurement> callback) {
			return this.delegate.buildWithCallback(callback);
		}

	}

	/**
	 * Tells drops and passes on.
	 */
	private static final class HeardCounter implements LongCounter {

		private final LongCounter delegate;

		private final LongConsumer drops;

		private final Attributes name;

		/** With the name, made once: the SDK has one instance for each of the two. */
		private volatile Attributes dropped = Attributes.empty();

		private volatile Attributes exported = Attributes.empty();

		HeardCounter(LongCounter delegate, LongConsumer drops, Attributes name) {
			this.delegate = delegate;
			this.drops = drops;
			this.name = name;
		}

		@Override
		public void add(long value) {
			this.delegate.add(value);
		}

		@Override
		public void add(long value, Attributes attributes) {
			this.delegate.add(value, hear(value, attributes));
		}

		@Override
		public void add(long value, Attributes attributes, Context context) {
			this.delegate.add(value, hear(value, attributes), context);
		}

		private Attributes hear(long value, Attributes attributes) {
			boolean isDrop = Boolean.TRUE.equals(attributes.get(DROPPED));
			if (isDrop) {
				this.drops.accept(value);
			}
			if (this.name.isEmpty()) {
				return attributes;
			}
			return isDrop ? droppedWithName(attributes) : exportedWithName(attributes);
		}

		private Attributes droppedWithName(Attributes attributes) {
			Attributes named = this.dropped;
			if (named.isEmpty()) {
				named = attributes.toBuilder().putAll(this.name).build();
				this.dropped = named;
			}
			return named;
		}

		private Attributes exportedWithName(Attributes attributes) {
			Attributes named = this.exported;
			if (named.isEmpty()) {
				named = attributes.toBuilder().putAll(this.name).build();
				this.exported = named;
			}
			return named;
		}

	}

}
