// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * Decides which hosts receive the correlation id and baggage, and which the trace
 * context, when a call leaves. Step 6 of a request, on any thread; never throws.
 * <p>
 * A decision is remembered per host, for at most {@value #MAX_REMEMBERED} hosts: an
 * application that calls addresses that its users name must not fill the memory. Beyond
 * that it is made anew for each call.
 *
 * @since 0.1.0
 */
public final class OutboundHosts {

	/** Neighbours: what cannot be reached from outside under such a name. */
	static final List<String> DEFAULT_RULES = List.of("loopback", "single-label", "*.svc", "*.internal", "*.local",
			"*.cluster.local");

	private static final int MAX_REMEMBERED = 1_024;

	private final HostRules baggage;

	private final @Nullable HostRules traceContext;

	private final Outbound unknown;

	private final ConcurrentMap<String, Outbound> remembered = new ConcurrentHashMap<>();

	/**
	 * Creates the decision from two lists of rules, as in
	 * {@code observability.tracing.propagation.outbound.*}.
	 * @param hosts who receives the correlation id and baggage
	 * @param traceContextHosts who receives the trace context, or {@code null} for
	 * everybody
	 * @throws IllegalArgumentException if a rule is none; the message names it
	 */
	public OutboundHosts(List<String> hosts, @Nullable List<String> traceContextHosts) {
		this.baggage = HostRules.of(hosts);
		this.traceContext = (traceContextHosts != null) ? HostRules.of(traceContextHosts) : null;
		this.unknown = Outbound.of(this.traceContext == null, false);
	}

	/**
	 * Creates the decision that is made where nobody configured one.
	 * @return neighbours receive everything, others the trace context
	 */
	public static OutboundHosts defaults() {
		return new OutboundHosts(DEFAULT_RULES, null);
	}

	/**
	 * Whether the correlation id and baggage may leave with what is injected: what
	 * {@link Outbound} says, and where nobody said anything the host of the call.
	 * @param context what is injected
	 * @param carrier what it is injected into
	 * @return whether they may; also where the carrier is no call to a host
	 */
	public boolean allows(Context context, @Nullable Object carrier) {
		return decide(context, carrier).baggage();
	}

	/**
	 * Whether a host may receive the correlation id and baggage.
	 * @param host name or address without a port, or {@code null} where it is not known,
	 * which is not allowed
	 * @return whether it may
	 */
	public boolean allows(@Nullable String host) {
		return decide(host).baggage();
	}

	// Micrometer's own handlers say nothing, nor does a call of inject by hand
	Outbound decide(Context context, @Nullable Object carrier) {
		Outbound said = Outbound.said(context);
		if (said != null) {
			return said;
		}
		return CallHost.isCall(carrier) ? decide(CallHost.of(carrier)) : Outbound.EVERYTHING;
	}

	Outbound decide(@Nullable String host) {
		if (host == null || host.isEmpty() || host.length() > HostName.MAX_LENGTH) {
			return this.unknown;
		}
		Outbound outbound = this.remembered.get(host);
		return (outbound != null) ? outbound : decideAnew(host);
	}

	// The size may pass the bound by as many threads as come here at once
	private Outbound decideAnew(String host) {
		HostName name = HostName.parse(host);
		Outbound outbound = (name != null)
				? Outbound.of(this.traceContext == null || this.traceContext.matches(name), this.baggage.matches(name))
				: this.unknown;
		if (this.remembered.size() < MAX_REMEMBERED) {
			this.remembered.put(host, outbound);
		}
		return outbound;
	}

	int remembered() {
		return this.remembered.size();
	}

}
