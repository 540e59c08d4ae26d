// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * How fast the trace page is, and what it costs the application.
 */
@NullMarked
package dev.observability.tracing.benchmarks.page;

import org.jspecify.annotations.NullMarked;
