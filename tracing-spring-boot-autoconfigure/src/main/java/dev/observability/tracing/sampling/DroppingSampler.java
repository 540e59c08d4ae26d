// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sampling;

import java.util.List;

import io.opentelemetry.api.common.AttributeKey;
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
 * Drops received requests by their path, and whatever happens below one that was dropped
 * so, whichever sampler decides about the rest. Step 3 of a request, on the request
 * thread.
 */
final class DroppingSampler implements Sampler {

	private static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");

	private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");

	private final DroppedPaths paths;

	private final Sampler delegate;

	private final InboundContexts inbound;

	DroppingSampler(DroppedPaths paths, Sampler delegate, InboundContexts inbound) {
		this.paths = paths;
		this.delegate = delegate;
		this.inbound = inbound;
	}

	@Override
	public SamplingResult shouldSample(Context parentContext, String traceId, String name, SpanKind spanKind,
			Attributes attributes, List<LinkData> parentLinks) {
		Span parent = Span.fromContext(parentContext);
		if (isBelowDropped(parent) || isDropped(spanKind, attributes)) {
			return DroppedResult.INSTANCE;
		}
		if (spanKind == SpanKind.SERVER) {
			this.inbound.request(parent.getSpanContext().isRemote());
		}
		return this.delegate.shouldSample(parentContext, traceId, name, spanKind, attributes, parentLinks);
	}

	/*
	 * A sampler that does not ask for the parent would make roots of what is below a
	 * dropped request. What it does below a span that it dropped itself is its affair.
	 */
	private static boolean isBelowDropped(Span parent) {
		return parent.getSpanContext().getTraceState() instanceof DroppedTraceState;
	}

	private boolean isDropped(SpanKind kind, Attributes attributes) {
		if (kind != SpanKind.SERVER) {
			return false;
		}
		@Nullable String path = attributes.get(PATH);
		return path != null && this.paths.contain(attributes.get(METHOD), path);
	}

	@Override
	public String getDescription() {
		return "DroppingSampler{" + this.delegate.getDescription() + "}";
	}

	@Override
	public String toString() {
		return getDescription();
	}

	/** A drop that is recognised by those below it. */
	private static final class DroppedResult implements SamplingResult {

		static final DroppedResult INSTANCE = new DroppedResult();

		@Override
		public SamplingDecision getDecision() {
			return SamplingDecision.DROP;
		}

		@Override
		public Attributes getAttributes() {
			return Attributes.empty();
		}

		@Override
		public TraceState getUpdatedTraceState(TraceState parentTraceState) {
			return DroppedTraceState.of(parentTraceState);
		}

	}

}
