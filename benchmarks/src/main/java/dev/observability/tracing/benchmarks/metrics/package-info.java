// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What the meters of an observation cost.
 */
@NullMarked
package dev.observability.tracing.benchmarks.metrics;

import org.jspecify.annotations.NullMarked;
