// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Feature {@code traced}: a span and a timer for each call of a method that carries
 * {@link dev.observability.tracing.traced.Traced}. Step 6 of a request.
 */
@NullMarked
package dev.observability.tracing.traced;

import org.jspecify.annotations.NullMarked;
