// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.prepared;

import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.trace.SpanLimits;

/**
 * What the spans of a tracer share.
 *
 * @param state of the SDK's tracers
 * @param scope of the tracer
 * @param limits of its spans
 */
record SpanOrigin(TracerState state, InstrumentationScopeInfo scope, SpanLimits limits) {

}
