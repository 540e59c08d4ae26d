// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The rules that the code of this module keeps, checked on its class files.
 */
@NullMarked
package dev.observability.tracing.architecture;

import org.jspecify.annotations.NullMarked;
