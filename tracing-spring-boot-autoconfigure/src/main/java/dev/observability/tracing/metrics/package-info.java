// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Metrics: the timers of observations at less cost, and exemplars that lead to the trace.
 * Step 8 of a request.
 * <p>
 * {@link dev.observability.tracing.metrics.MetricsHandlerGroup} puts the
 * {@code CachedMeterObservationHandler} in the place of Boot's; around each recording
 * that handler tells {@code ObservedSpan} whose span it is, where
 * {@code ExemplarSpanContext} finds it for Prometheus. Names, tags and counts stay
 * Micrometer's.
 */
@NullMarked
package dev.observability.tracing.metrics;

import org.jspecify.annotations.NullMarked;
