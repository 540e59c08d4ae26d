// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What it costs to look for secrets.
 */
@NullMarked
package dev.observability.tracing.benchmarks.redaction;

import org.jspecify.annotations.NullMarked;
