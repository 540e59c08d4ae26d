// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sampling;

import java.util.List;

import dev.observability.tracing.propagation.SampledFlags;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;

/**
 * Lets a sampler decide about the request of a caller who is not trusted as about one
 * that begins a trace. Step 3 of a request, on the request thread.
 * <p>
 * It sees neither the caller's flag nor the caller's trace id: samplers that take a share
 * of the traces decide by the id, and whoever chooses the id would decide.
 */
final class InboundSampler implements Sampler {

	static final String DESCRIPTION = "InboundSampler{";

	private final Sampler delegate;

	private final SampledFlags flags;

	InboundSampler(Sampler delegate, SampledFlags flags) {
		this.delegate = delegate;
		this.flags = flags;
	}

	@Override
	public SamplingResult shouldSample(Context parentContext, String traceId, String name, SpanKind spanKind,
			Attributes attributes, List<LinkData> parentLinks) {
		if (this.flags.isObeyed(parentContext)) {
			return this.delegate.shouldSample(parentContext, traceId, name, spanKind, attributes, parentLinks);
		}
		return this.delegate.shouldSample(parentContext.with(Span.getInvalid()), IdGenerator.random().generateTraceId(),
				name, spanKind, attributes, parentLinks);
	}

	@Override
	public String getDescription() {
		return DESCRIPTION + this.delegate.getDescription() + "}";
	}

	@Override
	public String toString() {
		return getDescription();
	}

}
