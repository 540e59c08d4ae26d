// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.util.List;

import dev.observability.tracing.InvalidTracingPropertyException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Keys of {@code observability.tracing.propagation.*}. Start of the application, main
 * thread.
 *
 * @param enabled Whether trace context and baggage are read and written by the letter of
 * their specifications, and kept from hosts that they are not for. When off, Spring Boot
 * reads and writes them.
 * @param outbound What goes to whom.
 */
@ConfigurationProperties("observability.tracing.propagation")
record PropagationProperties(@DefaultValue("true") boolean enabled, @DefaultValue Outbound outbound) {

	private static final String PREFIX = "observability.tracing.propagation.outbound.";

	OutboundHosts outboundHosts() {
		return new OutboundHosts(this.outbound.hosts(), this.outbound.traceContextHosts());
	}

	/**
	 * Keys of {@code observability.tracing.propagation.outbound.*}.
	 *
	 * @param hosts Hosts that receive the correlation id and baggage. Each is a name or
	 * an address, '*.suffix', 'loopback', 'single-label' for names without a dot, or '*'
	 * for all.
	 * @param traceContextHosts Hosts that receive the trace context, written like the
	 * others. When not set, all do.
	 */
	record Outbound(@DefaultValue("loopback,single-label,*.svc,*.internal,*.local,*.cluster.local") List<String> hosts,
			@Nullable List<String> traceContextHosts) {

		Outbound {
			check("hosts", hosts);
			if (traceContextHosts != null) {
				check("trace-context-hosts", traceContextHosts);
			}
		}

		private static void check(String key, List<String> rules) {
			for (String rule : rules) {
				try {
					HostRules.of(List.of(rule));
				}
				catch (IllegalArgumentException ex) {
					throw new InvalidTracingPropertyException(PREFIX + key, rule,
							"a list of names, addresses, *.suffix, loopback, single-label or *, without scheme and port",
							"Write for example shop.example.com or *.example.com");
				}
			}
		}

	}

}
