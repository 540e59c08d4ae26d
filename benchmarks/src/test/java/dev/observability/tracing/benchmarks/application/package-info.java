// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What a variant costs a whole application, beside others.
 */
@NullMarked
package dev.observability.tracing.benchmarks.application;

import org.jspecify.annotations.NullMarked;
