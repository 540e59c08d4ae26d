// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Tests for the benchmarks of log lines.
 */
@NullMarked
package dev.observability.tracing.benchmarks.logging;

import org.jspecify.annotations.NullMarked;
