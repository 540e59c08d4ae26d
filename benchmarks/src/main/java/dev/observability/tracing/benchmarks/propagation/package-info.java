// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What reading and writing the W3C headers of one request costs, beside OpenTelemetry's
 * propagator.
 */
@NullMarked
package dev.observability.tracing.benchmarks.propagation;

import org.jspecify.annotations.NullMarked;
