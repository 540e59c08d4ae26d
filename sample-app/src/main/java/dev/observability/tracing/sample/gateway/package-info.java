// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The way in, port 8080: the start page, and the routes to the other two.
 */
@NullMarked
package dev.observability.tracing.sample.gateway;

import org.jspecify.annotations.NullMarked;
