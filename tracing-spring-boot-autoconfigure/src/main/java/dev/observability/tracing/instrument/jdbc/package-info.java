// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * JDBC: one span per statement that the application runs, named and described by
 * OpenTelemetry's database conventions. Step 6 of a request.
 * <p>
 * {@link dev.observability.tracing.instrument.jdbc.DataSourceTracingPostProcessor} puts a
 * proxy around each data source bean, the proxy hands out {@code TracedConnection}s, and
 * these hand out {@code Traced…Statement}s, which are the only place where spans start.
 */
@NullMarked
package dev.observability.tracing.instrument.jdbc;

import org.jspecify.annotations.NullMarked;
