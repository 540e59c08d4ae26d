// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Keys of {@code observability.tracing.traced.*}. Start of the application, main thread.
 *
 * @param enabled Whether annotated methods become spans.
 */
@ConfigurationProperties("observability.tracing.traced")
record TracedProperties(@DefaultValue("true") boolean enabled) {

}
