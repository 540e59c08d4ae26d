// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.prepared;

import java.util.Collections;
import java.util.concurrent.TimeUnit;

import dev.observability.tracing.InstrumentationScope;
import dev.observability.tracing.SemanticConventions;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.internal.ImmutableSpanContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.common.InstrumentationScopeInfoBuilder;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import org.jspecify.annotations.Nullable;

/**
 * A tracer that also starts spans whose attributes are prepared. Step 6 of a request, on
 * the thread that starts the span.
 * <p>
 * What happens at the start is what the SDK's builder does, in the same order: ids,
 * sampler, flags, the SDK's meters, processors. Where the way is another one (a span
 * without a parent, limits that would cut an attribute, another tracer than the SDK's) it
 * is left to the builder.
 *
 * @since 0.1.0
 */
public final class PreparedTracer implements Tracer {

	/** Those that a child has from its parent or the sampler. */
	private static final int KNOWN_FLAGS = 0b11;

	private static final int SAMPLED = TraceFlags.getSampled().asByte();

	private final Tracer tracer;

	private final @Nullable TracerState state;

	private final InstrumentationScopeInfo scope;

	private volatile @Nullable SpanOrigin origin;

	private PreparedTracer(Tracer tracer, @Nullable TracerState state, InstrumentationScopeInfo scope) {
		this.tracer = tracer;
		this.state = state;
		this.scope = scope;
	}

	/**
	 * Creates the tracer of a feature.
	 * @param openTelemetry the application's
	 * @param name of its instrumentation scope
	 * @return a tracer as {@link InstrumentationScope} makes it
	 */
	public static PreparedTracer of(OpenTelemetry openTelemetry, String name) {
		InstrumentationScopeInfoBuilder scope = InstrumentationScopeInfo.builder(name)
			.setSchemaUrl(SemanticConventions.SCHEMA_URL);
		String version = InstrumentationScope.version();
		if (version != null) {
			scope.setVersion(version);
		}
		return new PreparedTracer(InstrumentationScope.tracer(openTelemetry, name), TracerState.of(openTelemetry),
				scope.build());
	}

	@Override
	public boolean isEnabled() {
		return this.tracer.isEnabled();
	}

	@Override
	public SpanBuilder spanBuilder(String name) {
		return this.tracer.spanBuilder(name);
	}

	/**
	 * Starts a span.
	 * @param parent context with its parent
	 * @param name its name
	 * @param kind its kind
	 * @param attributes those it begins with
	 * @param startEpochNanos time of its start
	 * @return a span, recording or not
	 */
	public Span startSpan(Context parent, String name, SpanKind kind, PreparedAttributes attributes,
			long startEpochNanos) {
		TracerState state = this.state;
		if (state != null && this.tracer.isEnabled() && !state.isShutDown()) {
			SpanContext parentContext = Span.fromContext(parent).getSpanContext();
			SpanLimits limits = state.limits();
			if (parentContext.isValid() && attributes.size() <= limits.getMaxNumberOfAttributes()
					&& attributes.longestText() <= limits.getMaxAttributeValueLength()) {
				return start(state, parent, parentContext, limits, name, kind, attributes, startEpochNanos);
			}
		}
		return this.tracer.spanBuilder(name)
			.setParent(parent)
			.setSpanKind(kind)
			.setAllAttributes(attributes)
			.setStartTimestamp(startEpochNanos, TimeUnit.NANOSECONDS)
			.startSpan();
	}

	private Span start(TracerState state, Context parent, SpanContext parentContext, SpanLimits limits, String name,
			SpanKind kind, PreparedAttributes attributes, long startEpochNanos) {
		IdGenerator ids = state.ids();
		String spanId = ids.generateSpanId();
		SamplingResult result = state.sampler()
			.shouldSample(parent, parentContext.getTraceId(), name, kind, attributes, Collections.emptyList());
		SamplingDecision decision = result.getDecision();
		SpanContext context = context(parentContext, spanId, ids, decision,
				result.getUpdatedTraceState(parentContext.getTraceState()));
		Runnable ended = state.started(parentContext, decision);
		if (decision == SamplingDecision.DROP) {
			return Span.wrap(context);
		}
		PreparedSpan span = new PreparedSpan(origin(state, limits), context, parentContext, name, kind, attributes,
				startEpochNanos, ended);
		span.start(parent, result.getAttributes());
		return span;
	}

	// The application may give other limits at any time, and hardly ever does
	private SpanOrigin origin(TracerState state, SpanLimits limits) {
		SpanOrigin origin = this.origin;
		if (origin == null || origin.limits() != limits) {
			origin = new SpanOrigin(state, this.scope, limits);
			this.origin = origin;
		}
		return origin;
	}

	private static SpanContext context(SpanContext parent, String spanId, IdGenerator ids, SamplingDecision decision,
			TraceState traceState) {
		int inherited = parent.getTraceFlags().asByte() & KNOWN_FLAGS & ~SAMPLED;
		int flags = (decision == SamplingDecision.RECORD_AND_SAMPLE) ? inherited | SAMPLED : inherited;
		boolean valid = ids == IdGenerator.random();
		return ImmutableSpanContext.create(parent.getTraceId(), spanId, TraceFlags.fromByte((byte) flags), traceState,
				false, valid);
	}

}
