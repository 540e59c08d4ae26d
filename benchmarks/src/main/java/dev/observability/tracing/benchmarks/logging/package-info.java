// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Measures what a log line and its ids cost.
 */
@NullMarked
package dev.observability.tracing.benchmarks.logging;

import org.jspecify.annotations.NullMarked;
