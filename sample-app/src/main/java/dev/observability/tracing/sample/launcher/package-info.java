// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * One command for all: starts the three services as processes that end together.
 */
@NullMarked
package dev.observability.tracing.sample.launcher;

import org.jspecify.annotations.NullMarked;
