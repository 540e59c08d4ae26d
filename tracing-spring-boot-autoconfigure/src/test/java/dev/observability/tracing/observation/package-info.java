// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Tests of the spans of observations: real servers, real clients, real threads.
 */
@NullMarked
package dev.observability.tracing.observation;

import org.jspecify.annotations.NullMarked;
