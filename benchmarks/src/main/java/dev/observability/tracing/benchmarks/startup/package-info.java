// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What the starter adds to the start of an application, beside what Boot's own adds.
 */
@NullMarked
package dev.observability.tracing.benchmarks.startup;

import org.jspecify.annotations.NullMarked;
