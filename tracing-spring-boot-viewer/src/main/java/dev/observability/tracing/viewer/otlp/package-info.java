// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * OTLP in and out: the form in which spans and log lines come from other services and go
 * to the browser.
 */
@NullMarked
package dev.observability.tracing.viewer.otlp;

import org.jspecify.annotations.NullMarked;
