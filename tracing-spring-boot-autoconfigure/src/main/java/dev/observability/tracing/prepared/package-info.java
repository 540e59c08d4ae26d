// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Spans whose attributes are known before they start, as those of a statement are from
 * its second execution on. The SDK copies attributes into a map for each span; here they
 * are made once, shared by all spans that say them, and encoded once for export. Steps 6
 * and 9 of a request.
 * <p>
 * {@link dev.observability.tracing.prepared.PreparedTracer} starts a
 * {@code PreparedSpan}, which takes the same way through sampler and processors as any
 * other and leaves as data with
 * {@link dev.observability.tracing.prepared.SpanAttributes}.
 */
@NullMarked
package dev.observability.tracing.prepared;

import org.jspecify.annotations.NullMarked;
