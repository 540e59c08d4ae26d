// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Tests of the gateway without its neighbours.
 */
@NullMarked
package dev.observability.tracing.sample.gateway;

import org.jspecify.annotations.NullMarked;
