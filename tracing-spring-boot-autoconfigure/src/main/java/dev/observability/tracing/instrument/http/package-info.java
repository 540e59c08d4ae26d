// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * HTTP clients that the application builds itself, observed like those of Spring Boot.
 */
@NullMarked
package dev.observability.tracing.instrument.http;

import org.jspecify.annotations.NullMarked;
