// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.function.Consumer;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleGaugeBuilder;
import io.opentelemetry.api.metrics.LongGaugeBuilder;
import io.opentelemetry.api.metrics.ObservableDoubleGauge;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableLongGauge;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;

/**
 * Builds the gauge of one queue among several, which would otherwise all report as one.
 * Start of the application; read on the thread that collects meters.
 *
 * @param delegate the application's builder
 * @param name attributes of the queue
 */
record NamedGaugeBuilder(DoubleGaugeBuilder delegate, Attributes name) implements DoubleGaugeBuilder {

	@Override
	public DoubleGaugeBuilder setDescription(String description) {
		this.delegate.setDescription(description);
		return this;
	}

	@Override
	public DoubleGaugeBuilder setUnit(String unit) {
		this.delegate.setUnit(unit);
		return this;
	}

	@Override
	public LongGaugeBuilder ofLongs() {
		return new OfLongs(this.delegate.ofLongs(), this.name);
	}

	@Override
	public ObservableDoubleGauge buildWithCallback(Consumer<ObservableDoubleMeasurement> callback) {
		return this.delegate.buildWithCallback(callback);
	}

	/**
	 * Builds the gauge of whole numbers, which is what the SDK asks for.
	 *
	 * @param delegate the application's builder
	 * @param name attributes of the queue
	 */
	private record OfLongs(LongGaugeBuilder delegate, Attributes name) implements LongGaugeBuilder {

		@Override
		public LongGaugeBuilder setDescription(String description) {
			this.delegate.setDescription(description);
			return this;
		}

		@Override
		public LongGaugeBuilder setUnit(String unit) {
			this.delegate.setUnit(unit);
			return this;
		}

		@Override
		public ObservableLongGauge buildWithCallback(Consumer<ObservableLongMeasurement> callback) {
			return this.delegate
				.buildWithCallback((measurement) -> callback.accept(new NamedMeasurement(measurement, this.name)));
		}

	}

	/**
	 * Adds the name to what is measured.
	 *
	 * @param delegate the application's measurement
	 * @param name attributes of the queue
	 */
	private record NamedMeasurement(ObservableLongMeasurement delegate,
			Attributes name) implements ObservableLongMeasurement {

		@Override
		public void record(long value) {
			this.delegate.record(value, this.name);
		}

		@Override
		public void record(long value, Attributes attributes) {
			this.delegate.record(value, attributes.toBuilder().putAll(this.name).build());
		}

	}

}
