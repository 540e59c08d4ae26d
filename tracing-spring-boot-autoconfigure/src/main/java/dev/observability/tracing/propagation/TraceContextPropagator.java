// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.util.Collection;
import java.util.List;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes {@code traceparent} and {@code tracestate} by W3C Trace Context level
 * 2, at steps 2 and 6 of a request. Any thread; throws only what the carrier throws.
 * <p>
 * More than one {@code traceparent} restarts the trace, as a malformed one does; without
 * a valid one {@code tracestate} is not looked at. A malformed member of
 * {@code tracestate} is left out alone, which section 4.3 allows.
 */
final class TraceContextPropagator implements TextMapPropagator {

	static final String TRACE_PARENT = "traceparent";

	static final String TRACE_STATE = "tracestate";

	private static final List<String> FIELDS = List.of(TRACE_PARENT, TRACE_STATE);

	private final int maxTraceStateLength;

	private final PropagationLosses losses;

	TraceContextPropagator(int maxTraceStateLength, PropagationLosses losses) {
		this.maxTraceStateLength = maxTraceStateLength;
		this.losses = losses;
	}

	@Override
	public Collection<String> fields() {
		return FIELDS;
	}

	@Override
	public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
		HeaderLines parents = HeaderLines.of(carrier, getter, TRACE_PARENT, this.losses);
		String parent = parents.next();
		if (parent == null) {
			return context;
		}
		if (parents.next() != null) {
			this.losses.add(PropagationLoss.TRACEPARENT_REPEATED);
			return context;
		}
		int start = TraceParent.find(parent);
		if (start == TraceParent.NONE) {
			this.losses.add(PropagationLoss.TRACEPARENT_MALFORMED);
			return context;
		}
		TraceState state = readState(HeaderLines.of(carrier, getter, TRACE_STATE, this.losses));
		return context.with(Span.wrap(TraceParent.read(parent, start, state)));
	}

	private TraceState readState(HeaderLines lines) {
		String line = lines.next();
		if (line == null) {
			return TraceState.getDefault();
		}
		TraceStateMembers members = new TraceStateMembers(this.maxTraceStateLength, this.losses);
		while (line != null) {
			int end = lines.end(line);
			members.addLine(line, end, end < line.length());
			line = lines.next();
		}
		return toState(members);
	}

	private TraceState toState(TraceStateMembers members) {
		return (members.size() > 0) ? new W3CTraceState(members, this.maxTraceStateLength, this.losses)
				: TraceState.getDefault();
	}

	@Override
	public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
		SpanContext span = Span.fromContext(context).getSpanContext();
		if (!span.isValid()) {
			return;
		}
		setter.set(carrier, TRACE_PARENT, TraceParent.write(span));
		TraceState state = (span.getTraceState() instanceof LocalTraceState local) ? local.members()
				: span.getTraceState();
		if (state.isEmpty()) {
			return;
		}
		String header = (state instanceof W3CTraceState w3c) ? w3c.header() : writeForeign(state);
		if (!header.isEmpty()) {
			setter.set(carrier, TRACE_STATE, header);
		}
	}

	// As a sampler or the application built it by OpenTelemetry's own builder
	private String writeForeign(TraceState state) {
		TraceStateMembers members = new TraceStateMembers(this.maxTraceStateLength, this.losses);
		state.forEach((key, value) -> {
			String member = key + "=" + value;
			members.addLine(member, member.length(), false);
		});
		return members.join();
	}

}
