// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The sample: gateway, orders and payments, three processes of one small shop. A request
 * comes in at {@code gateway}, goes on to {@code orders} and from there to
 * {@code payments}, and is one trace.
 */
@NullMarked
package dev.observability.tracing.sample;

import org.jspecify.annotations.NullMarked;
