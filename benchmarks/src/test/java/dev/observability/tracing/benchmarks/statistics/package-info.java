// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What a measurement says, with its noise.
 */
@NullMarked
package dev.observability.tracing.benchmarks.statistics;

import org.jspecify.annotations.NullMarked;
