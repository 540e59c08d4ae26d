// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What every feature shares: the keys of {@code observability.tracing.*} and the switch
 * of a feature.
 */
@NullMarked
package dev.observability.tracing;

import org.jspecify.annotations.NullMarked;
