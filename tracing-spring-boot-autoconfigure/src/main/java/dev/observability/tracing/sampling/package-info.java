// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Decides at the start of a span whether it is recorded: step 3 of a request, on the
 * request thread. Today it drops requests for actuator endpoints and static resources,
 * with all that happens below them, and what a trace has beyond a number of spans; the
 * rest is Boot's sampler.
 */
@NullMarked
package dev.observability.tracing.sampling;

import org.jspecify.annotations.NullMarked;
