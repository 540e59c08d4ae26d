// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The traces that are kept, within bounds.
 */
@NullMarked
package dev.observability.tracing.viewer.ring;

import org.jspecify.annotations.NullMarked;
