// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Log lines that lead to their trace: the ids in MDC, JSON with redacted texts, the ids
 * on the line of an uncaught error and in the access log. Step 7 of a request.
 */
@NullMarked
package dev.observability.tracing.logging;

import org.jspecify.annotations.NullMarked;
