// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * An application in a JVM of its own, with the real OpenTelemetry Java agent.
 */
@NullMarked
package dev.observability.tracing.agent;

import org.jspecify.annotations.NullMarked;
