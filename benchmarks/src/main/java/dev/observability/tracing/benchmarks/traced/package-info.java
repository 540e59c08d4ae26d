// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What the span of an annotated method costs, beside one written by hand.
 */
@NullMarked
package dev.observability.tracing.benchmarks.traced;

import org.jspecify.annotations.NullMarked;
