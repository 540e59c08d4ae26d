// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Orders, port 8081: JPA, validation, and a client of payments.
 */
@NullMarked
package dev.observability.tracing.sample.orders;

import org.jspecify.annotations.NullMarked;
