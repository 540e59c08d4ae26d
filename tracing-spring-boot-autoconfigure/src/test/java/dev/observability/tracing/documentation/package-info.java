// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What the documents promise is so: their links, their keys, the tests they name.
 */
@NullMarked
package dev.observability.tracing.documentation;

import org.jspecify.annotations.NullMarked;
