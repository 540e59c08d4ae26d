// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import org.jspecify.annotations.Nullable;

/**
 * What may leave with one call, carried in the context from the place that knows the host
 * to the propagators that write the headers. Step 6 of a request, on any thread; never
 * throws.
 * <p>
 * Propagators do not see where a request goes. Whoever does says so with
 * {@link #to(Context, String, OutboundHosts)} on the context that it injects, which it
 * does not make current. Where nobody said anything the host of the call decides if the
 * carrier tells it; with any other carrier, such as a message to the application's own
 * broker, everything may leave.
 *
 * @since 0.1.0
 */
public enum Outbound {

	/** Trace context, correlation id and baggage. */
	EVERYTHING(true, true),

	/** Trace context only, which names nobody; the default for hosts of others. */
	TRACE_CONTEXT(true, false),

	/** Correlation id and baggage only. */
	BAGGAGE(false, true),

	/** Not one header of tracing. */
	NOTHING(false, false);

	private static final ContextKey<Outbound> KEY = ContextKey.named("tracing-outbound");

	private final boolean traceContext;

	private final boolean baggage;

	Outbound(boolean traceContext, boolean baggage) {
		this.traceContext = traceContext;
		this.baggage = baggage;
	}

	boolean traceContext() {
		return this.traceContext;
	}

	boolean baggage() {
		return this.baggage;
	}

	static Outbound of(boolean traceContext, boolean baggage) {
		if (traceContext) {
			return baggage ? EVERYTHING : TRACE_CONTEXT;
		}
		return baggage ? BAGGAGE : NOTHING;
	}

	/**
	 * Returns the context to inject for a call to a host.
	 * @param context what would be injected
	 * @param host name or address without a port, or {@code null} where it is not known
	 * @param hosts who may receive what
	 * @return a context that says what may leave; the same one where it already does
	 */
	public static Context to(Context context, @Nullable String host, OutboundHosts hosts) {
		Outbound outbound = hosts.decide(host);
		return (said(context) == outbound) ? context : context.with(KEY, outbound);
	}

	/**
	 * Whether the correlation id and baggage may leave with what is injected.
	 * @param context what is injected
	 * @return whether they may; also where nobody named a host
	 */
	public static boolean isAllowed(Context context) {
		return of(context).baggage;
	}

	/**
	 * Whether the trace context, in whatever format, may leave with what is injected.
	 * @param context what is injected
	 * @return whether it may; also where nobody named a host
	 */
	public static boolean isTraceContextAllowed(Context context) {
		return of(context).traceContext;
	}

	static @Nullable Outbound said(Context context) {
		return context.get(KEY);
	}

	private static Outbound of(Context context) {
		Outbound outbound = said(context);
		return (outbound != null) ? outbound : EVERYTHING;
	}

}
