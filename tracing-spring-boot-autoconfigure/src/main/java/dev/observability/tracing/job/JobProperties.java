// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.job;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Keys of {@code observability.tracing.job.*}. Start of the application, main thread.
 *
 * @param enabled Whether runs of jobs become spans and have meters.
 */
@ConfigurationProperties("observability.tracing.job")
record JobProperties(@DefaultValue("true") boolean enabled) {

}
