// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What the queue before an exporter takes of the thread that ends a span.
 */
@NullMarked
package dev.observability.tracing.benchmarks.queue;

import org.jspecify.annotations.NullMarked;
