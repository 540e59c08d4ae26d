// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

@NullMarked
package dev.observability.tracing.diagnostics;

import org.jspecify.annotations.NullMarked;
