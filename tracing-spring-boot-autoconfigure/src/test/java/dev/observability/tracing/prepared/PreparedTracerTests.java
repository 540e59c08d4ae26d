// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.prepared;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.internal.ExtendedSpanProcessor;
import io.opentelemetry.sdk.trace.internal.TracerConfig;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PreparedTracer}: a span starts as the SDK's does, and is the SDK's
 * where ours could say something else.
 */
class PreparedTracerTests {

	private static final AttributeKey<String> BY_SAMPLER = AttributeKey.stringKey("sampler");

	@Test
	void startsItsOwnSpansOnThisSdk() {
		try (TwoTracers tracers = new TwoTracers()) {
			assertThat(tracers.ours()).isInstanceOf(PreparedSpan.class);
		}
	}

	@Test
	void leavesSpansToATracerThatIsNotTheSdks() {
		PreparedTracer tracer = PreparedTracer.of(OpenTelemetry.noop(), "scope");
		Span span = tracer.startSpan(Context.root().with(Span.wrap(TwoTracers.PARENT)), "SELECT", SpanKind.CLIENT,
				PreparedAttributes.of(TwoTracers.ATTRIBUTES), 1);
		assertThat(span.getSpanContext()).isEqualTo(TwoTracers.PARENT);
		assertThat(span.isRecording()).isFalse();
	}

	@Test
	void leavesARootToTheSdk() {
		try (TwoTracers tracers = new TwoTracers()) {
			Span span = tracers.ours(Context.root());
			assertThat(span).isNotInstanceOf(PreparedSpan.class);
			assertThat(((ReadableSpan) span).getAttributes()).isEqualTo(TwoTracers.ATTRIBUTES);
			assertThat(((ReadableSpan) span).getParentSpanContext().isValid()).isFalse();
		}
	}

	@ParameterizedTest
	@MethodSource
	void leavesWhatALimitCutsToTheSdk(SpanLimits limits) {
		try (TwoTracers tracers = new TwoTracers((builder) -> builder.setSpanLimits(limits))) {
			Span span = tracers.ours();
			assertThat(span).isNotInstanceOf(PreparedSpan.class);
			assertThat(((ReadableSpan) span).getAttributes().asMap())
				.isEqualTo(((ReadableSpan) tracers.ofTheSdk()).getAttributes().asMap());
		}
	}

	static Stream<SpanLimits> leavesWhatALimitCutsToTheSdk() {
		return Stream.of(SpanLimits.builder().setMaxNumberOfAttributes(2).build(),
				SpanLimits.builder().setMaxAttributeValueLength(7).build());
	}

	@Test
	void followsLimitsThatChange() {
		List<SpanLimits> limits = new ArrayList<>(List.of(SpanLimits.getDefault()));
		try (TwoTracers tracers = new TwoTracers((builder) -> builder.setSpanLimits(() -> limits.get(0)))) {
			tracers.ours().addEvent("1").addEvent("2").end();
			limits.set(0, SpanLimits.builder().setMaxNumberOfEvents(1).build());
			tracers.ours().addEvent("1").addEvent("2").end();
			assertThat(tracers.exported()).map((span) -> span.getEvents().size()).containsExactly(2, 1);
		}
	}

	@ParameterizedTest
	@MethodSource
	void doesWhatTheSamplerSays(SamplingResult result) {
		RecordingSampler sampler = new RecordingSampler(result);
		try (TwoTracers tracers = new TwoTracers((builder) -> builder.setSampler(sampler))) {
			Span ours = tracers.ours();
			Span other = tracers.ofTheSdk();
			assertThat(sampler.asked).hasSize(2);
			assertThat(sampler.asked.get(0)).isEqualTo(sampler.asked.get(1));
			assertThat(ours.isRecording()).isEqualTo(other.isRecording());
			assertThat(ours.getSpanContext().getTraceFlags()).isEqualTo(other.getSpanContext().getTraceFlags());
			assertThat(ours.getSpanContext().getTraceState()).isEqualTo(other.getSpanContext().getTraceState());
			if (ours instanceof ReadableSpan readable) {
				assertThat(readable.getAttributes().asMap()).isEqualTo(((ReadableSpan) other).getAttributes().asMap());
			}
		}
	}

	static Stream<SamplingResult> doesWhatTheSamplerSays() {
		return Stream.of(SamplingResult.drop(), SamplingResult.recordOnly(), SamplingResult.recordAndSample(),
				new SamplingResult() {
					@Override
					public io.opentelemetry.sdk.trace.samplers.SamplingDecision getDecision() {
						return io.opentelemetry.sdk.trace.samplers.SamplingDecision.RECORD_AND_SAMPLE;
					}

					@Override
					public Attributes getAttributes() {
						return Attributes.of(BY_SAMPLER, "rule", AttributeKey.stringKey("db.query.text"), "replaced");
					}

					@Override
					public TraceState getUpdatedTraceState(TraceState parentTraceState) {
						return parentTraceState.toBuilder().put("ours", "2").build();
					}
				});
	}

	@Test
	void keepsTheFlagsOfItsParentThatAreKnown() {
		try (TwoTracers tracers = new TwoTracers()) {
			for (int flags = 0; flags < 256; flags++) {
				Context parent = Context.root()
					.with(Span.wrap(SpanContext.createFromRemoteParent(TwoTracers.TRACE, "00f067aa0ba902b7",
							TraceFlags.fromByte((byte) flags), TraceState.getDefault())));
				assertThat(tracers.ours(parent).getSpanContext().getTraceFlags())
					.isEqualTo(tracers.ofTheSdk(parent).getSpanContext().getTraceFlags());
			}
		}
	}

	@Test
	void takesTheIdsOfTheApplication() {
		IdGenerator ids = new IdGenerator() {
			@Override
			public String generateSpanId() {
				return "000000000000abcd";
			}

			@Override
			public String generateTraceId() {
				return TwoTracers.TRACE;
			}
		};
		try (TwoTracers tracers = new TwoTracers((builder) -> builder.setIdGenerator(ids))) {
			assertThat(tracers.ours()).isInstanceOf(PreparedSpan.class);
			assertThat(tracers.ours().getSpanContext().getSpanId()).isEqualTo("000000000000abcd");
		}
	}

	@Test
	void asksEachProcessorAtStartWhileEndingAndAtEnd() {
		RecordingProcessor processor = new RecordingProcessor();
		try (TwoTracers tracers = new TwoTracers((builder) -> builder.addSpanProcessor(processor))) {
			tracers.ours().end();
			List<String> ours = List.copyOf(processor.seen);
			processor.seen.clear();
			tracers.ofTheSdk().end();
			assertThat(ours).isEqualTo(processor.seen).hasSize(3);
			assertThat(tracers.exported()).hasSize(2).allSatisfy((span) -> {
				assertThat(span.getAttributes().get(AttributeKey.booleanKey("started"))).isTrue();
				assertThat(span.getAttributes().get(AttributeKey.booleanKey("ending"))).isTrue();
				assertThat(span.getAttributes().get(AttributeKey.booleanKey("ended"))).isNull();
			});
		}
	}

	@Test
	void countsForTheMetersOfTheSdk() {
		InMemoryMetricReader reader = InMemoryMetricReader.create();
		SdkMeterProvider meters = SdkMeterProvider.builder().registerMetricReader(reader).build();
		try (TwoTracers tracers = new TwoTracers((builder) -> builder.setMeterProvider(() -> meters))) {
			Span open = tracers.ours();
			tracers.ours().end();
			assertThat(sum(reader, "otel.sdk.span.started")).isEqualTo(2);
			assertThat(sum(reader, "otel.sdk.span.live")).isOne();
			open.end();
			assertThat(sum(reader, "otel.sdk.span.live")).isZero();
		}
		meters.close();
	}

	private static long sum(InMemoryMetricReader reader, String name) {
		return reader.collectAllMetrics()
			.stream()
			.filter((metric) -> metric.getName().equals(name))
			.map(MetricData::getLongSumData)
			.flatMap((data) -> data.getPoints().stream())
			.mapToLong(LongPointData::getValue)
			.sum();
	}

	@Test
	void startsNothingWhereTheTracerIsSwitchedOff() {
		try (TwoTracers tracers = new TwoTracers((builder) -> configure(builder, "scope"))) {
			assertThat(tracers.tracer().isEnabled()).isFalse();
			assertThat(tracers.ours().isRecording()).isFalse();
		}
	}

	private static void configure(SdkTracerProviderBuilder builder, String scope) {
		io.opentelemetry.sdk.trace.internal.SdkTracerProviderUtil.addTracerConfiguratorCondition(builder,
				(info) -> info.getName().equals(scope), TracerConfig.disabled());
	}

	@Test
	void startsNothingAfterTheEnd() {
		TwoTracers tracers = new TwoTracers();
		Span open = tracers.ours();
		tracers.close();
		assertThat(tracers.ours().isRecording()).isFalse();
		open.end();
		assertThat(open.isRecording()).isFalse();
	}

	/** Answers always the same and remembers what it was asked. */
	private static final class RecordingSampler implements Sampler {

		private final SamplingResult result;

		private final List<List<Object>> asked = new ArrayList<>();

		RecordingSampler(SamplingResult result) {
			this.result = result;
		}

		@Override
		public SamplingResult shouldSample(Context parentContext, String traceId, String name, SpanKind spanKind,
				Attributes attributes, List<LinkData> parentLinks) {
			this.asked.add(List.of(Span.fromContext(parentContext).getSpanContext(), traceId, name, spanKind,
					Map.copyOf(attributes.asMap()), parentLinks));
			return this.result;
		}

		@Override
		public String getDescription() {
			return "recording";
		}

	}

	/** Sets an attribute whenever it is asked. */
	private static final class RecordingProcessor implements ExtendedSpanProcessor {

		private final List<String> seen = new ArrayList<>();

		@Override
		public void onStart(Context parentContext, ReadWriteSpan span) {
			this.seen.add("start below " + Span.fromContext(parentContext).getSpanContext().getSpanId());
			span.setAttribute("started", true);
		}

		@Override
		public boolean isStartRequired() {
			return true;
		}

		@Override
		public void onEnding(ReadWriteSpan span) {
			this.seen.add("ending, recording " + span.isRecording() + ", ended " + span.hasEnded());
			span.setAttribute("ending", true);
		}

		@Override
		public boolean isOnEndingRequired() {
			return true;
		}

		@Override
		public void onEnd(ReadableSpan span) {
			this.seen.add("end, ended " + span.hasEnded());
			((ReadWriteSpan) span).setAttribute("ended", true);
		}

		@Override
		public boolean isEndRequired() {
			return true;
		}

	}

}
