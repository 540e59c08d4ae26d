// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Makes a span of each observation of Spring and its libraries, straight on the
 * OpenTelemetry API and under its names: steps 2, 4, 6 and 9 of a request, on the thread
 * that observes.
 * <p>
 * Read it from {@code ObservationSpans}, which starts, scopes and ends a span, to
 * {@code ObservationSpan}, which an observation carries meanwhile, and
 * {@code SpanConvention}, which says what a kind of observation means.
 */
@NullMarked
package dev.observability.tracing.observation;

import org.jspecify.annotations.NullMarked;
