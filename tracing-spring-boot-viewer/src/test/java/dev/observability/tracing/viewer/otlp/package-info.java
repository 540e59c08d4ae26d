// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Tests of OTLP in and out, against the official classes and against what strangers may
 * send.
 */
@NullMarked
package dev.observability.tracing.viewer.otlp;

import org.jspecify.annotations.NullMarked;
