// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sampling;

import java.util.List;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DroppingSamplerTests {

	private static final DroppedPaths PATHS = new DroppedPaths(List.of("/actuator/**"), false);

	private final SdkTracerProvider provider = SdkTracerProvider.builder()
		.setSampler(new DroppingSampler(PATHS, new QuietSampler(), new InboundContexts()))
		.build();

	private final Tracer tracer = this.provider.get("test");

	@AfterEach
	void close() {
		this.provider.close();
	}

	@Test
	void leavesOutWhatIsBelowADroppedRequestAtAnyDepth() {
		Context request = request(Context.root(), "/actuator/health");
		Context below = start(request, "work", SpanKind.INTERNAL);
		Context deeper = start(below, "call", SpanKind.CLIENT);
		assertThat(List.of(request, below, deeper)).noneMatch(DroppingSamplerTests::isRecorded);
	}

	@Test
	void asksTheSamplerAboutWhatIsBelowASpanThatItDroppedItself() {
		Context request = request(Context.root(), "/orders");
		Context quiet = start(request, "quiet", SpanKind.INTERNAL);
		assertThat(isRecorded(quiet)).isFalse();
		assertThat(isRecorded(start(quiet, "query", SpanKind.CLIENT))).isTrue();
	}

	@Test
	void keepsTheTraceStateOfADroppedRequestAndAddsNothing() {
		TraceState state = TraceState.builder().put("vendor", "1").build();
		Context caller = Context.root()
			.with(Span.wrap(SpanContext.createFromRemoteParent("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7",
					TraceFlags.getSampled(), state)));
		Context dropped = start(request(caller, "/actuator/health"), "call", SpanKind.CLIENT);
		SpanContext span = Span.fromContext(dropped).getSpanContext();
		assertThat(span.getTraceState().asMap()).isEqualTo(state.asMap());
		assertThat(span.getTraceState().get("vendor")).isEqualTo("1");
		assertThat(span.isSampled()).isFalse();
		StringBuilder sent = new StringBuilder();
		W3CTraceContextPropagator.getInstance()
			.inject(dropped, sent, (carrier, name, value) -> sent.append(name).append('=').append(value).append(' '));
		assertThat(sent).contains("tracestate=vendor=1 ");
		Context rootless = request(Context.root(), "/actuator/health");
		assertThat(Span.fromContext(rootless).getSpanContext().getTraceState().isEmpty()).isTrue();
	}

	private Context request(Context parent, String path) {
		Span span = this.tracer.spanBuilder("GET")
			.setParent(parent)
			.setSpanKind(SpanKind.SERVER)
			.setAttribute(AttributeKey.stringKey("http.request.method"), "GET")
			.setAttribute(AttributeKey.stringKey("url.path"), path)
			.startSpan();
		return parent.with(span);
	}

	private Context start(Context parent, String name, SpanKind kind) {
		return parent.with(this.tracer.spanBuilder(name).setParent(parent).setSpanKind(kind).startSpan());
	}

	private static boolean isRecorded(Context context) {
		return Span.fromContext(context).isRecording();
	}

	/** Of an application that wants no such spans, but what is below them. */
	private static final class QuietSampler implements Sampler {

		@Override
		public SamplingResult shouldSample(Context parentContext, String traceId, String name, SpanKind spanKind,
				Attributes attributes, List<LinkData> parentLinks) {
			return name.equals("quiet") ? SamplingResult.drop() : SamplingResult.recordAndSample();
		}

		@Override
		public String getDescription() {
			return "QuietSampler";
		}

	}

}
