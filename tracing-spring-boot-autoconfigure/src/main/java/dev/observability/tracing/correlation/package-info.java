// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The correlation id: taken from the request or made, put on every span, handed on with
 * calls, and written into the response beside the ids of the trace. Steps 2, 5 and 6 of a
 * request.
 * <p>
 * {@link dev.observability.tracing.correlation.CorrelationReader} decides which value of
 * a header is an id; the propagator asks it while the server span starts, the two filters
 * where nobody else did. They hand what goes into the response to
 * {@link dev.observability.tracing.correlation.CorrelationHeaders}.
 */
@NullMarked
package dev.observability.tracing.correlation;

import org.jspecify.annotations.NullMarked;
