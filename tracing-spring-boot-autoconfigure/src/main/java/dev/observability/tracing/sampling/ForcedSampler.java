// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sampling;

import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;

/**
 * Records requests whose header asks for it, with all that happens below them, whatever
 * sampler decides about the rest. Step 3 of a request, on the thread that starts the
 * span.
 * <p>
 * Paths that are left out are recorded, too: the header is signed for that path.
 */
final class ForcedSampler implements Sampler {

	static final String DESCRIPTION = "ForcedSampler{";

	private final Sampler forced;

	private final Sampler others;

	private ForcedSampler(Sampler forced, Sampler others) {
		this.forced = forced;
		this.others = others;
	}

	/**
	 * Creates the sampler.
	 * @param others decides about all other requests
	 * @param limit how many spans a trace may have, forced or not
	 * @return the sampler
	 */
	static ForcedSampler of(Sampler others, TraceLimit limit) {
		return new ForcedSampler(new TraceLimitSampler(new RecordingSampler(), limit), others);
	}

	@Override
	public SamplingResult shouldSample(Context parentContext, String traceId, String name, SpanKind spanKind,
			Attributes attributes, List<LinkData> parentLinks) {
		Sampler sampler = ForcedRequests.isForced(parentContext) ? this.forced : this.others;
		return sampler.shouldSample(parentContext, traceId, name, spanKind, attributes, parentLinks);
	}

	@Override
	public String getDescription() {
		return DESCRIPTION + this.others.getDescription() + "}";
	}

	@Override
	public String toString() {
		return getDescription();
	}

	/** Records everything, and says so at the first span. */
	private static final class RecordingSampler implements Sampler {

		private static final SamplingResult FIRST = SamplingResult.create(SamplingDecision.RECORD_AND_SAMPLE,
				Attributes.of(SamplingAttribute.REASON.key(), SamplingAttribute.FORCED));

		@Override
		public SamplingResult shouldSample(Context parentContext, String traceId, String name, SpanKind spanKind,
				Attributes attributes, List<LinkData> parentLinks) {
			SpanContext parent = Span.fromContext(parentContext).getSpanContext();
			return (parent.isValid() && !parent.isRemote()) ? SamplingResult.recordAndSample() : FIRST;
		}

		@Override
		public String getDescription() {
			return "RecordingSampler";
		}

	}

}
