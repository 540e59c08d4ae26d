// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.util.List;

import dev.observability.tracing.InvalidTracingPropertyException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Keys of {@code observability.tracing.propagation.*}. Start of the application, main
 * thread.
 *
 * @param enabled Whether trace context and baggage are read and written by the letter of
 * their specifications, and kept from hosts that they are not for. When off, Spring Boot
 * reads and writes them.
 * @param maxTraceStateLength Characters of tracestate passed on, 512 to 8192. Longer ones
 * lose whole members.
 * @param maxBaggageMembers Members of baggage passed on, 64 to 1024.
 * @param maxBaggageBytes Bytes of baggage passed on, 8192 to 65536. Members that do not
 * fit are left out whole.
 * @param executors Names of Executor beans to wrap so that they pass the context on.
 * Spring's own executors and schedulers do without.
 * @param inbound What becomes of what callers send.
 * @param outbound What goes to whom.
 * @param environment What child processes get as environment variables.
 */
@ConfigurationProperties("observability.tracing.propagation")
record PropagationProperties(@DefaultValue("true") boolean enabled, @DefaultValue("512") int maxTraceStateLength,
		@DefaultValue("64") int maxBaggageMembers, @DefaultValue("8192") int maxBaggageBytes,
		@DefaultValue List<String> executors, @NestedConfigurationProperty @DefaultValue InboundProperties inbound,
		@DefaultValue Outbound outbound, @DefaultValue Environment environment) {

	static final PropagationProperties DEFAULTS = new PropagationProperties(true, 512, 64, 8_192, List.of(),
			InboundProperties.DEFAULTS, new Outbound(null, null), new Environment(List.of(), false));

	static final String SAMPLED_PER_SECOND = "observability.tracing.propagation.inbound.sampled-per-second";

	private static final String PREFIX = "observability.tracing.propagation.";

	// The lower bounds are what the specifications ask of everybody
	PropagationProperties {
		check("max-trace-state-length", maxTraceStateLength, 512, 8_192);
		check("max-baggage-members", maxBaggageMembers, 64, 1_024);
		check("max-baggage-bytes", maxBaggageBytes, 8_192, 65_536);
	}

	private static void check(String key, int value, int minimum, int maximum) {
		if (value < minimum || value > maximum) {
			throw new InvalidTracingPropertyException(PREFIX + key, Integer.toString(value),
					"in [%d, %d]".formatted(minimum, maximum), "Remove the property for the default");
		}
	}

	OutboundHosts outboundHosts() {
		List<String> hosts = this.outbound.hosts();
		return new OutboundHosts((hosts != null) ? hosts : OutboundHosts.DEFAULT_RULES,
				this.outbound.traceContextHosts());
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
	record Outbound(@Nullable List<String> hosts, @Nullable List<String> traceContextHosts) {

		Outbound {
			check("hosts", hosts);
			check("trace-context-hosts", traceContextHosts);
		}

		private static void check(String key, @Nullable List<String> rules) {
			for (String rule : (rules != null) ? rules : List.<String>of()) {
				try {
					HostRules.of(List.of(rule));
				}
				catch (IllegalArgumentException ex) {
					throw new InvalidTracingPropertyException(PREFIX + "outbound." + key, rule,
							"a list of names, addresses, *.suffix, loopback, single-label or *, without scheme and port",
							"Write for example shop.example.com or *.example.com");
				}
			}
		}

	}

	/**
	 * Keys of {@code observability.tracing.propagation.environment.*}.
	 *
	 * @param baggageKeys Keys of baggage that child processes get. None by default, as
	 * environment variables are seen by others.
	 * @param ids Whether they get OTEL_TRACE_ID and OTEL_SPAN_ID too.
	 */
	record Environment(@DefaultValue List<String> baggageKeys, @DefaultValue("false") boolean ids) {
	}

}
