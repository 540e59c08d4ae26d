// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.function.Consumer;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.metrics.DoubleCounterBuilder;
import io.opentelemetry.api.metrics.DoubleGaugeBuilder;
import io.opentelemetry.api.metrics.DoubleHistogramBuilder;
import io.opentelemetry.api.metrics.DoubleUpDownCounterBuilder;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongCounterBuilder;
import io.opentelemetry.api.metrics.LongUpDownCounter;
import io.opentelemetry.api.metrics.LongUpDownCounterBuilder;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.MeterBuilder;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.metrics.ObservableLongCounter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.opentelemetry.api.metrics.ObservableLongUpDownCounter;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;

/**
 * Counts the spans that start and those that have not ended, as the SDK tells its own
 * meters: what begins the account of {@link ExportLedger}. Step 3 of a request, request
 * thread.
 */
final class SpanCounts {

	static final String STARTED = "otel.sdk.span.started";

	static final String LIVE = "otel.sdk.span.live";

	static final AttributeKey<String> ORIGIN = AttributeKey.stringKey("otel.span.parent.origin");

	static final AttributeKey<String> RESULT = AttributeKey.stringKey("otel.span.sampling_result");

	private final SpanCount started = new SpanCount();

	private final SpanCount live = new SpanCount();

	/**
	 * Spans that started.
	 * @param origin of their parent: none, local or remote
	 * @param decision of the sampler
	 * @return how many
	 */
	long started(String origin, SamplingDecision decision) {
		return this.started.sum((attributes) -> decision.name().equals(attributes.get(RESULT))
				&& origin.equals(attributes.get(ORIGIN)));
	}

	long started(SamplingDecision decision) {
		return this.started.sum((attributes) -> decision.name().equals(attributes.get(RESULT)));
	}

	/**
	 * Spans that have not ended.
	 * @param decision of the sampler
	 * @return how many
	 */
	long live(SamplingDecision decision) {
		return this.live.sum((attributes) -> decision.name().equals(attributes.get(RESULT)));
	}

	/**
	 * What the SDK is given. No bean: nobody else should find these meters.
	 * @return a provider that has the two counters
	 */
	MeterProvider meters() {
		return new Meters();
	}

	@Override
	public String toString() {
		return started(SamplingDecision.RECORD_AND_SAMPLE) + " started, " + live(SamplingDecision.RECORD_AND_SAMPLE)
				+ " live";
	}

	/** Has meters with the two counters. */
	private final class Meters implements MeterProvider {

		@Override
		public Meter get(String scope) {
			return new Counters(MeterProvider.noop().get(scope));
		}

		@Override
		public MeterBuilder meterBuilder(String scope) {
			return MeterProvider.noop().meterBuilder(scope);
		}

	}

	/** Has the two counters, and nothing else. */
	private final class Counters implements Meter {

		private final Meter noop;

		Counters(Meter noop) {
			this.noop = noop;
		}

		@Override
		public LongCounterBuilder counterBuilder(String name) {
			LongCounterBuilder noop = this.noop.counterBuilder(name);
			return STARTED.equals(name) ? new StartedBuilder(SpanCounts.this.started, noop) : noop;
		}

		@Override
		public LongUpDownCounterBuilder upDownCounterBuilder(String name) {
			LongUpDownCounterBuilder noop = this.noop.upDownCounterBuilder(name);
			return LIVE.equals(name) ? new LiveBuilder(SpanCounts.this.live, noop) : noop;
		}

		@Override
		public DoubleHistogramBuilder histogramBuilder(String name) {
			return this.noop.histogramBuilder(name);
		}

		@Override
		public DoubleGaugeBuilder gaugeBuilder(String name) {
			return this.noop.gaugeBuilder(name);
		}

	}

	/**
	 * Builds the counter of those that started.
	 *
	 * @param counter that counter
	 * @param noop for what the SDK does not ask
	 */
	private record StartedBuilder(SpanCount counter, LongCounterBuilder noop) implements LongCounterBuilder {

		@Override
		public LongCounterBuilder setDescription(String description) {
			return this;
		}

		@Override
		public LongCounterBuilder setUnit(String unit) {
			return this;
		}

		@Override
		public DoubleCounterBuilder ofDoubles() {
			return this.noop.ofDoubles();
		}

		@Override
		public LongCounter build() {
			return this.counter;
		}

		@Override
		public ObservableLongCounter buildWithCallback(Consumer<ObservableLongMeasurement> callback) {
			return this.noop.buildWithCallback(callback);
		}

	}

	/**
	 * Builds the counter of those that have not ended.
	 *
	 * @param counter that counter
	 * @param noop for what the SDK does not ask
	 */
	private record LiveBuilder(SpanCount counter, LongUpDownCounterBuilder noop) implements LongUpDownCounterBuilder {

		@Override
		public LongUpDownCounterBuilder setDescription(String description) {
			return this;
		}

		@Override
		public LongUpDownCounterBuilder setUnit(String unit) {
			return this;
		}

		@Override
		public DoubleUpDownCounterBuilder ofDoubles() {
			return this.noop.ofDoubles();
		}

		@Override
		public LongUpDownCounter build() {
			return this.counter;
		}

		@Override
		public ObservableLongUpDownCounter buildWithCallback(Consumer<ObservableLongMeasurement> callback) {
			return this.noop.buildWithCallback(callback);
		}

	}

}
