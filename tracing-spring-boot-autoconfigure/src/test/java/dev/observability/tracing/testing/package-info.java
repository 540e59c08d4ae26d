// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What end-to-end tests stand on: a real OTLP receiver on loopback. Shipped as the test
 * jar of this module.
 */
@NullMarked
package dev.observability.tracing.testing;

import org.jspecify.annotations.NullMarked;
