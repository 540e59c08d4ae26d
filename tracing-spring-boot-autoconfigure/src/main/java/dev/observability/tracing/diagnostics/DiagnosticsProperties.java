// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.diagnostics;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Keys of {@code observability.tracing.diagnostics.*}. Bound once at start.
 *
 * @param enabled Whether '/actuator/tracing' and the health indicator can be had.
 * @param probes Whether the doctor looks at the port of a collector that cannot be
 * reached. When off, it goes by the failures of exports alone.
 */
@ConfigurationProperties("observability.tracing.diagnostics")
record DiagnosticsProperties(@DefaultValue("true") boolean enabled, @DefaultValue("true") boolean probes) {

}
