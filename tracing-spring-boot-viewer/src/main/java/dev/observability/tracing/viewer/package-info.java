// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The trace page: what it takes from the running application, and when it is there at
 * all. Spans and log lines come in by {@code capture} and {@code otlp}, wait in
 * {@code ring}, and are looked at through {@code page}.
 */
@NullMarked
package dev.observability.tracing.viewer;

import org.jspecify.annotations.NullMarked;
