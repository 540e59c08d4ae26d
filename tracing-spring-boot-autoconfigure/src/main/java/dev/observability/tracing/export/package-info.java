// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What happens between the end of a batch and the collector: trim, redact, encode, send,
 * count what is lost.
 */
@NullMarked
package dev.observability.tracing.export;

import org.jspecify.annotations.NullMarked;
