// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The application that is measured; it knows Spring only.
 */
@NullMarked
package dev.observability.tracing.benchmarks.application.server;

import org.jspecify.annotations.NullMarked;
