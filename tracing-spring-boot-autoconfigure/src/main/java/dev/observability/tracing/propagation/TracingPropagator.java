// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.CollectionUtils;

/**
 * Reads and writes the headers of all formats that the application speaks, at steps 2 and
 * 6 of a request: the place of Spring Boot's propagator. Any thread; never throws: what a
 * carrier throws is counted, logged once, and the call goes on without those headers.
 * <p>
 * As with Spring Boot, the first format that finds a trace wins. Unlike there, baggage is
 * no trace: it does not hide a B3 header. What was read is then worth as much as the
 * policy of the route says.
 */
final class TracingPropagator implements TextMapPropagator {

	private static final Log logger = LogFactory.getLog(TracingPropagator.class);

	private final Formats formats;

	private final InboundPolicies policies;

	private final OutboundHosts hosts;

	private final PropagationLosses losses;

	private final Set<String> fields;

	private final AtomicBoolean failed = new AtomicBoolean();

	TracingPropagator(Formats formats, InboundPolicies policies, OutboundHosts hosts, PropagationLosses losses) {
		this.formats = formats;
		this.policies = policies;
		this.hosts = hosts;
		this.losses = losses;
		Set<String> fields = new LinkedHashSet<>();
		for (List<TextMapPropagator> group : List.of(formats.traceOut(), formats.baggageOut(), formats.traceIn(),
				formats.baggageIn())) {
			group.forEach((format) -> fields.addAll(format.fields()));
		}
		this.fields = Collections.unmodifiableSet(fields);
	}

	@Override
	public Collection<String> fields() {
		return this.fields;
	}

	@Override
	public <C> Context extract(@Nullable Context context, @Nullable C carrier, @Nullable TextMapGetter<C> getter) {
		if (context == null) {
			return Context.root();
		}
		if (getter == null) {
			return context;
		}
		InboundPolicy policy = policy(carrier);
		Context result = context;
		for (TextMapPropagator format : this.formats.traceIn()) {
			result = extract(format, context, carrier, getter);
			if (result != context) {
				break;
			}
		}
		if (policy != InboundPolicy.CONTINUE) {
			countBaggage(carrier, getter);
			return (result != context) ? distrust(policy, context, result) : context;
		}
		for (TextMapPropagator format : this.formats.baggageIn()) {
			result = extract(format, result, carrier, getter);
		}
		return result;
	}

	private InboundPolicy policy(@Nullable Object carrier) {
		try {
			return this.policies.of(carrier);
		}
		catch (RuntimeException | LinkageError ex) {
			failed("judge", ex);
			return this.policies.strictest();
		}
	}

	private Context distrust(InboundPolicy policy, Context context, Context extracted) {
		SpanContext caller = Span.fromContext(extracted).getSpanContext();
		if (policy == InboundPolicy.IGNORE_SAMPLED) {
			return UntrustedCaller.undecided(context, caller);
		}
		this.losses.add(PropagationLoss.TRACE_UNTRUSTED);
		return UntrustedCaller.restart(context, caller);
	}

	// It is not even read
	private <C> void countBaggage(@Nullable C carrier, TextMapGetter<C> getter) {
		try {
			for (TextMapPropagator format : this.formats.baggageIn()) {
				for (String field : format.fields()) {
					if (getter.get(carrier, field) != null) {
						this.losses.add(PropagationLoss.BAGGAGE_UNTRUSTED);
					}
				}
			}
		}
		catch (RuntimeException | LinkageError ex) {
			failed("read", ex);
		}
	}

	private <C> Context extract(TextMapPropagator format, Context context, @Nullable C carrier,
			TextMapGetter<C> getter) {
		try {
			return format.extract(context, carrier, getter);
		}
		catch (RuntimeException | LinkageError ex) {
			failed("read", ex);
			return context;
		}
	}

	@Override
	public <C> void inject(@Nullable Context context, @Nullable C carrier, @Nullable TextMapSetter<C> setter) {
		if (context == null || setter == null) {
			return;
		}
		Schedule.worked(context);
		Outbound outbound = decide(context, carrier);
		if (outbound.traceContext()) {
			inject(this.formats.traceOut(), context, carrier, setter);
		}
		if (outbound.baggage()) {
			inject(this.formats.baggageOut(), context, carrier, setter);
		}
	}

	// Who cannot be told is treated as a stranger
	private Outbound decide(Context context, @Nullable Object carrier) {
		try {
			return this.hosts.decide(context, carrier);
		}
		catch (RuntimeException | LinkageError ex) {
			failed("address", ex);
			return this.hosts.decide(null);
		}
	}

	private <C> void inject(List<TextMapPropagator> formats, Context context, @Nullable C carrier,
			TextMapSetter<C> setter) {
		for (TextMapPropagator format : formats) {
			try {
				format.inject(context, carrier, setter);
			}
			catch (RuntimeException | LinkageError ex) {
				failed("write", ex);
			}
		}
	}

	private void failed(String verb, Throwable ex) {
		this.losses.add(PropagationLoss.FAILED);
		if (this.failed.compareAndSet(false, true)) {
			// Its message may quote the value of a header
			logger.warn("Could not " + verb + " tracing headers; the request goes on without. Not logged again: "
					+ ex.getClass().getName());
		}
	}

	@Override
	public String toString() {
		return "TracingPropagator" + (CollectionUtils.isEmpty(this.fields) ? "[]" : this.fields.toString());
	}

	/**
	 * The formats that are spoken, in order.
	 *
	 * @param traceIn read until one finds a trace
	 * @param traceOut written to hosts that may receive the trace context
	 * @param baggageIn read, all of them
	 * @param baggageOut written to hosts that may receive baggage
	 */
	record Formats(List<TextMapPropagator> traceIn, List<TextMapPropagator> traceOut, List<TextMapPropagator> baggageIn,
			List<TextMapPropagator> baggageOut) {

	}

}
