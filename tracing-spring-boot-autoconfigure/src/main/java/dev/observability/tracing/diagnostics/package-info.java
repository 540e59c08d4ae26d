// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Tells whoever asks why there are no traces, or not the right ones: step 11 of a
 * request. Features tell their facts and what they find wrong by the interfaces of this
 * package; it knows none of them.
 */
@NullMarked
package dev.observability.tracing.diagnostics;

import org.jspecify.annotations.NullMarked;
