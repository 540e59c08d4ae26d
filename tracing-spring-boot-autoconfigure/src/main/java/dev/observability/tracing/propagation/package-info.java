// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What comes in with a request and what goes out with a call: trace context, baggage and
 * the correlation id in the context. Steps 2 and 6 of a request.
 */
@NullMarked
package dev.observability.tracing.propagation;

import org.jspecify.annotations.NullMarked;
