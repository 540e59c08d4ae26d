// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Tests of the JDBC spans.
 */
@NullMarked
package dev.observability.tracing.instrument.jdbc;

import org.jspecify.annotations.NullMarked;
