// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sampling;

import java.util.List;

import dev.observability.tracing.propagation.LocalTraceState;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import org.jspecify.annotations.Nullable;

/**
 * Records no more spans of one trace in this process than allowed, whichever sampler
 * decides about each: a trace of a hundred thousand spans is read by nobody, and takes
 * the place of all others. Step 3 of a request, on the thread that starts the span.
 */
final class TraceLimitSampler implements Sampler {

	private final Sampler delegate;

	private final TraceLimit limit;

	TraceLimitSampler(Sampler delegate, TraceLimit limit) {
		this.delegate = delegate;
		this.limit = limit;
	}

	@Override
	public SamplingResult shouldSample(Context parentContext, String traceId, String name, SpanKind spanKind,
			Attributes attributes, List<LinkData> parentLinks) {
		SamplingResult result = this.delegate.shouldSample(parentContext, traceId, name, spanKind, attributes,
				parentLinks);
		if (result.getDecision() == SamplingDecision.DROP) {
			return result;
		}
		TraceState parent = Span.fromContext(parentContext).getSpanContext().getTraceState();
		if (!(parent instanceof LocalTraceState local)) {
			return new LocalResult(result, null, this.limit.maxSpans());
		}
		if (!local.add()) {
			this.limit.cut(traceId);
			// Its trace state is that of its parent: what is below it is bounded, too
			return SamplingResult.drop();
		}
		return (result.getUpdatedTraceState(parent) == parent) ? result
				: new LocalResult(result, local, this.limit.maxSpans());
	}

	@Override
	public String getDescription() {
		return "TraceLimitSampler{" + this.delegate.getDescription() + "}";
	}

	@Override
	public String toString() {
		return getDescription();
	}

	/**
	 * A result whose span carries the count.
	 *
	 * @param result of the sampler
	 * @param local the trace so far, {@code null} where this is its first span
	 * @param maxSpans how many spans a trace may have
	 */
	private record LocalResult(SamplingResult result, @Nullable LocalTraceState local,
			int maxSpans) implements SamplingResult {

		@Override
		public SamplingDecision getDecision() {
			return this.result.getDecision();
		}

		@Override
		public Attributes getAttributes() {
			return this.result.getAttributes();
		}

		@Override
		public TraceState getUpdatedTraceState(TraceState parentTraceState) {
			TraceState updated = this.result.getUpdatedTraceState(parentTraceState);
			return (this.local != null) ? this.local.with(updated) : LocalTraceState.begin(updated, this.maxSpans);
		}

	}

}
