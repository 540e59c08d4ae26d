// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What the page knows of a span and of a log line, wherever they came from.
 */
@NullMarked
package dev.observability.tracing.viewer.trace;

import org.jspecify.annotations.NullMarked;
