// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.function.Consumer;

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

	private final ExportLosses losses;

	QueueMeterProvider(MeterProvider delegate, ExportLosses losses) {
		this.delegate = delegate;
		this.losses = losses;
	}

	@Override
	public Meter get(String instrumentationScopeName) {
		return new QueueMeter(this.delegate.get(instrumentationScopeName), this.losses);
	}

	@Override
	public MeterBuilder meterBuilder(String instrumentationScopeName) {
		return this.delegate.meterBuilder(instrumentationScopeName);
	}

	/**
	 * A meter whose counter of processed spans is heard.
	 *
	 * @param delegate the application's meter
	 * @param losses where drops are counted
	 */
	private record QueueMeter(Meter delegate, ExportLosses losses) implements Meter {

		@Override
		public LongCounterBuilder counterBuilder(String name) {
			LongCounterBuilder builder = this.delegate.counterBuilder(name);
			return PROCESSED_SPANS.equals(name) ? new HeardCounterBuilder(builder, this.losses) : builder;
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
			return this.delegate.gaugeBuilder(name);
		}

	}

	/**
	 * Builds the counter that is heard.
	 *
	 * @param delegate the application's builder
	 * @param losses where drops are counted
	 */
	private record HeardCounterBuilder(LongCounterBuilder delegate, ExportLosses losses) implements LongCounterBuilder {

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
			return new HeardCounter(this.delegate.build(), this.losses);
		}

		@Override
		public ObservableLongCounter buildWithCallback(Consumer<ObservableLongMeasurement> callback) {
			return this.delegate.buildWithCallback(callback);
		}

	}

	/**
	 * Counts drops and passes on.
	 *
	 * @param delegate the application's counter
	 * @param losses where drops are counted
	 */
	private record HeardCounter(LongCounter delegate, ExportLosses losses) implements LongCounter {

		@Override
		public void add(long value) {
			this.delegate.add(value);
		}

		@Override
		public void add(long value, Attributes attributes) {
			if (Boolean.TRUE.equals(attributes.get(DROPPED))) {
				this.losses.add(LossReason.QUEUE_FULL, value);
			}
			this.delegate.add(value, attributes);
		}

		@Override
		public void add(long value, Attributes attributes, Context context) {
			if (Boolean.TRUE.equals(attributes.get(DROPPED))) {
				this.losses.add(LossReason.QUEUE_FULL, value);
			}
			this.delegate.add(value, attributes, context);
		}

	}

}
