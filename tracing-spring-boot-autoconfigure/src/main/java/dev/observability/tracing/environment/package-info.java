// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * How {@code observability.tracing.*} becomes {@code management.*}, what the resource of
 * every span says, and what the start of the application tells about it. Nothing here
 * runs on a request.
 */
@NullMarked
package dev.observability.tracing.environment;

import org.jspecify.annotations.NullMarked;
