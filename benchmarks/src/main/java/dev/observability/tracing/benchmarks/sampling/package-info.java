// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What the decision about a span costs.
 */
@NullMarked
package dev.observability.tracing.benchmarks.sampling;

import org.jspecify.annotations.NullMarked;
