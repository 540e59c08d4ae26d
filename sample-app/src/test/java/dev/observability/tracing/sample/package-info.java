// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Tests of the sample as its user sees it: processes of an operating system, and what a
 * collector has stored of them.
 */
@NullMarked
package dev.observability.tracing.sample;

import org.jspecify.annotations.NullMarked;
