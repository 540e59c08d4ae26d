// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What the span of a JDBC statement costs, beside a hand-written one and other libraries.
 */
@NullMarked
package dev.observability.tracing.benchmarks.metrics;

import org.jspecify.annotations.NullMarked;
