// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The application whose trace page is measured.
 */
@NullMarked
package dev.observability.tracing.benchmarks.page.server;

import org.jspecify.annotations.NullMarked;
