// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What the handlers of an observation cost.
 */
@NullMarked
package dev.observability.tracing.benchmarks.observation;

import org.jspecify.annotations.NullMarked;
