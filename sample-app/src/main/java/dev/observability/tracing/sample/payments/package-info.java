// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Payments, port 8082: plain SQL through {@code JdbcClient}.
 */
@NullMarked
package dev.observability.tracing.sample.payments;

import org.jspecify.annotations.NullMarked;
