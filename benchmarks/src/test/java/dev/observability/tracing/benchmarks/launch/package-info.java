// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Processes of their own, each with the class path that its user would have.
 */
@NullMarked
package dev.observability.tracing.benchmarks.launch;

import org.jspecify.annotations.NullMarked;
