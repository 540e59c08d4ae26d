// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Runs of jobs: what is known of them, how far they are, and their meters. Step 6 of a
 * request.
 */
@NullMarked
package dev.observability.tracing.job;

import org.jspecify.annotations.NullMarked;
