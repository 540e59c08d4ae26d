// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * One engine that takes secrets out of everything that leaves: spans, events, logs,
 * pages.
 */
@NullMarked
package dev.observability.tracing.redaction;

import org.jspecify.annotations.NullMarked;
