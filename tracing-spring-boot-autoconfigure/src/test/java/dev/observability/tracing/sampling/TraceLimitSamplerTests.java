// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sampling;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import dev.observability.tracing.propagation.LocalTraceState;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TraceLimitSampler}.
 */
@ExtendWith(OutputCaptureExtension.class)
class TraceLimitSamplerTests {

	private static final int MAX_SPANS = 100;

	private final TraceLimit limit = new TraceLimit(MAX_SPANS);

	@Test
	void recordsNoMoreSpansOfATraceThanAllowed() {
		try (SdkTracerProvider provider = provider(Sampler.parentBased(Sampler.alwaysOn()))) {
			Context root = start(provider, Context.root());
			long recorded = IntStream.range(0, 1000).filter((i) -> isRecorded(start(provider, root))).count();
			assertThat(recorded).isEqualTo(MAX_SPANS - 1);
			assertThat(this.limit.cut()).isEqualTo(901);
			assertThat(leftOut(root)).isEqualTo(901);
		}
	}

	@Test
	void countsSpansAtAnyDepth() {
		try (SdkTracerProvider provider = provider(Sampler.parentBased(Sampler.alwaysOn()))) {
			Context context = start(provider, Context.root());
			int recorded = 1;
			for (int i = 0; i < 1000; i++) {
				context = start(provider, context);
				recorded += isRecorded(context) ? 1 : 0;
			}
			assertThat(recorded).isEqualTo(MAX_SPANS);
			assertThat(this.limit.cut()).as("what is below one that was cut follows it").isEqualTo(1);
		}
	}

	@Test
	void boundsWhatIsBelowWhereTheSamplerDoesNotFollowTheParent() {
		try (SdkTracerProvider provider = provider(Sampler.alwaysOn())) {
			Context context = start(provider, Context.root());
			for (int i = 0; i < 1000; i++) {
				context = start(provider, context);
			}
			assertThat(isRecorded(context)).isFalse();
			assertThat(this.limit.cut()).isEqualTo(901);
		}
	}

	@Test
	void countsEachTraceAndEachCallFromOutsideForItself() {
		try (SdkTracerProvider provider = provider(Sampler.parentBased(Sampler.alwaysOn()))) {
			Context caller = remote(TraceState.getDefault());
			for (int i = 0; i < 20; i++) {
				Context root = start(provider, Context.root());
				Context request = start(provider, caller);
				IntStream.range(1, MAX_SPANS).forEach((span) -> {
					assertThat(isRecorded(start(provider, root))).isTrue();
					assertThat(isRecorded(start(provider, request))).isTrue();
				});
			}
			assertThat(this.limit.cut()).isZero();
		}
	}

	@Test
	void leavesTheTraceStateAsItCameIn() {
		TraceState state = TraceState.builder().put("vendor", "1").put("other", "2").build();
		try (SdkTracerProvider provider = provider(Sampler.parentBased(Sampler.alwaysOn()))) {
			Context request = start(provider, remote(state));
			SpanContext span = Span.fromContext(start(provider, request)).getSpanContext();
			assertThat(span.getTraceState().asMap()).isEqualTo(state.asMap());
			assertThat(span.getTraceState().get("vendor")).isEqualTo("1");
			assertThat(span.getTraceState().size()).isEqualTo(2);
			assertThat(span.getTraceState().toBuilder().put("mine", "3").build().asMap()).hasSize(3);
			assertThat(span.getTraceState()).isEqualTo(Span.fromContext(request).getSpanContext().getTraceState())
				.hasSameHashCodeAs(state)
				.hasToString(state.toString());
		}
	}

	@Test
	void goesOnCountingWhereTheSamplerChangesTheTraceState() {
		try (SdkTracerProvider provider = provider(new NumberingSampler())) {
			Context context = start(provider, Context.root());
			for (int i = 0; i < 1000; i++) {
				context = start(provider, context);
			}
			assertThat(isRecorded(context)).isFalse();
			assertThat(Span.fromContext(context).getSpanContext().getTraceState().get("n")).isNotNull();
			assertThat(this.limit.cut()).isEqualTo(901);
		}
	}

	@Test
	void leavesWhatTheSamplerDropsAlone() {
		try (SdkTracerProvider provider = provider(Sampler.alwaysOff())) {
			Context root = start(provider, Context.root());
			IntStream.range(0, 1000).forEach((i) -> start(provider, root));
			assertThat(Span.fromContext(root).getSpanContext().getTraceState()).isNotInstanceOf(LocalTraceState.class);
			assertThat(this.limit.cut()).isZero();
		}
	}

	@Test
	void countsWhatIsRecordedAndNotSampled() {
		try (SdkTracerProvider provider = provider(
				(ResultSampler) () -> SamplingResult.create(SamplingDecision.RECORD_ONLY))) {
			Context root = start(provider, Context.root());
			IntStream.range(0, 1000).forEach((i) -> start(provider, root));
			assertThat(this.limit.cut()).isEqualTo(901);
		}
	}

	@Test
	void holdsOnManyThreads() throws Exception {
		try (SdkTracerProvider provider = provider(Sampler.parentBased(Sampler.alwaysOn()))) {
			Context root = start(provider, Context.root());
			ExecutorService threads = Executors.newFixedThreadPool(8);
			CountDownLatch start = new CountDownLatch(1);
			List<Future<Long>> work = IntStream.range(0, 8).mapToObj((thread) -> threads.submit(() -> {
				start.await();
				return IntStream.range(0, 10_000).filter((i) -> isRecorded(start(provider, root))).count();
			})).toList();
			start.countDown();
			long recorded = 0;
			for (Future<Long> each : work) {
				recorded += each.get(60, TimeUnit.SECONDS);
			}
			threads.shutdown();
			assertThat(recorded).isEqualTo(MAX_SPANS - 1);
			assertThat(this.limit.cut()).isEqualTo(80_000 - MAX_SPANS + 1);
		}
	}

	@Test
	void warnsOnce(CapturedOutput output) {
		try (SdkTracerProvider provider = provider(Sampler.alwaysOn())) {
			for (int trace = 0; trace < 3; trace++) {
				Context root = start(provider, Context.root());
				IntStream.range(0, 1000).forEach((i) -> start(provider, root));
			}
		}
		assertThat(output.getOut().lines().filter((line) -> line.contains("more than 100 spans"))).singleElement()
			.asString()
			.contains("'observability.tracing.sampling.max-spans-per-trace' is the limit");
	}

	private SdkTracerProvider provider(Sampler sampler) {
		return SdkTracerProvider.builder().setSampler(new TraceLimitSampler(sampler, this.limit)).build();
	}

	private static Context start(SdkTracerProvider provider, Context parent) {
		return parent.with(provider.get("test").spanBuilder("span").setParent(parent).startSpan());
	}

	private static boolean isRecorded(Context context) {
		return Span.fromContext(context).isRecording();
	}

	private static long leftOut(Context context) {
		TraceState state = Span.fromContext(context).getSpanContext().getTraceState();
		assertThat(state).isInstanceOf(LocalTraceState.class);
		return ((LocalTraceState) state).leftOut();
	}

	private static Context remote(TraceState state) {
		return Context.root()
			.with(Span.wrap(SpanContext.createFromRemoteParent("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7",
					TraceFlags.getSampled(), state)));
	}

	/** Has always the same to say. */
	@FunctionalInterface
	private interface ResultSampler extends Sampler {

		SamplingResult result();

		@Override
		default SamplingResult shouldSample(Context parentContext, String traceId, String name, SpanKind spanKind,
				Attributes attributes, List<LinkData> parentLinks) {
			return result();
		}

		@Override
		default String getDescription() {
			return "ResultSampler";
		}

	}

	/** Gives each span another trace state. */
	private static final class NumberingSampler implements ResultSampler {

		private int number;

		@Override
		public SamplingResult result() {
			String value = Integer.toString(this.number++);
			return new SamplingResult() {

				@Override
				public SamplingDecision getDecision() {
					return SamplingDecision.RECORD_AND_SAMPLE;
				}

				@Override
				public Attributes getAttributes() {
					return Attributes.empty();
				}

				@Override
				public TraceState getUpdatedTraceState(TraceState parent) {
					return parent.toBuilder().put("n", value).build();
				}

			};
		}

	}

}
