// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The long forms of the benchmarks, behind one command.
 */
@NullMarked
package dev.observability.tracing.benchmarks;

import org.jspecify.annotations.NullMarked;
