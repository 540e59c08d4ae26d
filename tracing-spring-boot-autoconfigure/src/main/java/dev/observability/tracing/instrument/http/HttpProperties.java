// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.http;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Keys of {@code observability.tracing.http.*}. Start of the application, main thread.
 *
 * @param enabled Whether RestClient, RestTemplate and WebClient beans that the
 * application builds itself are traced and pass the trace context on.
 */
@ConfigurationProperties("observability.tracing.http")
record HttpProperties(@DefaultValue("true") boolean enabled) {

}
