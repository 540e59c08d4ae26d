// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.observability.tracing.redaction.Redactor;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.jspecify.annotations.Nullable;

/**
 * Writes a context as text where there are no headers: one line that fits a column of a
 * table, and the environment variables of a child process. Step 6 of a request, on any
 * thread; what is malformed is counted, and never throws.
 *
 * @since 0.1.0
 */
public final class ContextTexts {

	/**
	 * What {@link #write(Context)} makes at most, so that {@code VARCHAR(255)} holds it.
	 */
	public static final int MAX_CHARACTERS = 255;

	private static final char SEPARATOR = ';';

	private static final int LENGTH_DIGITS = 3;

	private static final String TRACE_PARENT = "TRACEPARENT";

	private static final String TRACE_STATE = "TRACESTATE";

	private static final String BAGGAGE = "BAGGAGE";

	private static final String CORRELATION_ID = "CORRELATION_ID";

	private static final String TRACE_ID = "OTEL_TRACE_ID";

	private static final String SPAN_ID = "OTEL_SPAN_ID";

	private final PropagationProperties.Environment properties;

	private final TextMapPropagator traceContext;

	private final TextMapPropagator baggage;

	private final PropagationLosses losses;

	ContextTexts(PropagationProperties properties, Redactor redactor, PropagationLosses losses) {
		this.properties = properties.environment();
		this.traceContext = new TraceContextPropagator(properties.maxTraceStateLength(), losses);
		this.baggage = new BaggagePropagator(properties.maxBaggageMembers(), properties.maxBaggageBytes(), redactor,
				losses);
		this.losses = losses;
	}

	/**
	 * Creates one with the limits of the specifications, no key of baggage and a count
	 * that nobody sees, for an application that switched propagation off.
	 * @return texts by the defaults
	 */
	public static ContextTexts defaults() {
		return new ContextTexts(PropagationProperties.DEFAULTS, Redactor.standard(), new PropagationLosses());
	}

	/**
	 * Writes the trace of a context in one line: {@code traceparent}, the length of the
	 * line in three digits, the correlation id that a caller sent, and {@code tracestate}
	 * where all of it fits, with semicolons between them. Without the last two it is
	 * {@code traceparent} alone. No baggage.
	 * @param context any context
	 * @return up to 255 printable ASCII characters, or {@code null} where there is no
	 * trace
	 */
	public @Nullable String write(Context context) {
		Map<String, String> fields = fields(context);
		String parent = fields.get(TraceContextPropagator.TRACE_PARENT);
		if (parent == null) {
			return null;
		}
		String id = CorrelationId.sent(context);
		String text = (id != null) ? withLength(parent, id) : parent;
		String state = fields.get(TraceContextPropagator.TRACE_STATE);
		if (state == null) {
			return text;
		}
		String complete = withLength(parent, ((id != null) ? id : "") + SEPARATOR + state);
		return (complete.length() <= MAX_CHARACTERS) ? complete : text;
	}

	// A part of a correlation id would be another one
	private static String withLength(String parent, String rest) {
		return parent + SEPARATOR + digits(parent.length() + LENGTH_DIGITS + rest.length() + 2) + SEPARATOR + rest;
	}

	private static String digits(int length) {
		String digits = Integer.toString(length);
		return "0".repeat(Math.max(0, LENGTH_DIGITS - digits.length())) + digits;
	}

	private Map<String, String> fields(Context context) {
		Schedule.worked(context);
		Map<String, String> fields = new LinkedHashMap<>();
		this.traceContext.inject(context, fields, (carrier, key, value) -> fields.put(key, value));
		return fields;
	}

	/**
	 * Reads what {@link #write(Context)} made.
	 * @param text the line
	 * @return a context with that trace as remote parent, or the root where there is none
	 * or it is malformed or was cut, which is counted
	 */
	public Context read(@Nullable String text) {
		if (text == null || text.isBlank()) {
			return Context.root();
		}
		if (text.length() > MAX_CHARACTERS) {
			this.losses.add(PropagationLoss.TEXT_MALFORMED);
			return Context.root();
		}
		String[] parts = text.split(String.valueOf(SEPARATOR), 4);
		boolean complete = parts.length == 1 || (parts.length > 2 && parts[1].equals(digits(text.length())));
		Map<String, String> fields = new LinkedHashMap<>();
		fields.put(TraceContextPropagator.TRACE_PARENT, parts[0]);
		if (parts.length > 3) {
			fields.put(TraceContextPropagator.TRACE_STATE, parts[3]);
		}
		String id = (parts.length > 2 && !parts[2].isEmpty()) ? parts[2] : null;
		if (!complete || TraceParent.find(parts[0]) == TraceParent.NONE || (id != null && !CorrelationId.isValid(id))) {
			this.losses.add(PropagationLoss.TEXT_MALFORMED);
			return Context.root();
		}
		Context context = this.traceContext.extract(Context.root(), fields, MapGetter.INSTANCE);
		return (id != null) ? CorrelationId.with(context, id) : context;
	}

	/**
	 * Writes the environment variables of a child process, by OpenTelemetry's
	 * specification of environment variables as carriers.
	 * @param context any context
	 * @return {@code TRACEPARENT}, {@code TRACESTATE}, {@code BAGGAGE} with the listed
	 * keys, {@code CORRELATION_ID} and, where asked for, {@code OTEL_TRACE_ID} and
	 * {@code OTEL_SPAN_ID}; those for which there is a value, in a map of its own
	 */
	public Map<String, String> environment(Context context) {
		Map<String, String> fields = fields(context);
		this.baggage.inject(context.with(listed(Baggage.fromContext(context))), fields,
				(carrier, key, value) -> fields.put(key, value));
		Map<String, String> variables = new LinkedHashMap<>();
		put(variables, TRACE_PARENT, fields.get(TraceContextPropagator.TRACE_PARENT));
		put(variables, TRACE_STATE, fields.get(TraceContextPropagator.TRACE_STATE));
		put(variables, BAGGAGE, fields.get(BaggagePropagator.BAGGAGE));
		put(variables, CORRELATION_ID, CorrelationId.of(context));
		SpanContext span = Span.fromContext(context).getSpanContext();
		if (this.properties.ids() && span.isValid()) {
			variables.put(TRACE_ID, span.getTraceId());
			variables.put(SPAN_ID, span.getSpanId());
		}
		return variables;
	}

	private static void put(Map<String, String> variables, String name, @Nullable String value) {
		if (value != null) {
			variables.put(name, value);
		}
	}

	private Baggage listed(Baggage baggage) {
		BaggageBuilder listed = Baggage.builder();
		baggage.forEach((key, entry) -> {
			if (this.properties.baggageKeys().contains(key)) {
				listed.put(key, entry.getValue(), entry.getMetadata());
			}
		});
		return listed.build();
	}

	/**
	 * Reads the environment variables that a parent process set.
	 * @param variables such as {@link System#getenv()}
	 * @return a context with its trace as remote parent and with its baggage, or the root
	 * where there is none or it is malformed, which is counted
	 */
	public Context readEnvironment(Map<String, String> variables) {
		Map<String, String> fields = new LinkedHashMap<>();
		put(fields, TraceContextPropagator.TRACE_PARENT, variables.get(TRACE_PARENT));
		put(fields, TraceContextPropagator.TRACE_STATE, variables.get(TRACE_STATE));
		put(fields, BaggagePropagator.BAGGAGE, variables.get(BAGGAGE));
		Context context = this.traceContext.extract(Context.root(), fields, MapGetter.INSTANCE);
		context = this.baggage.extract(context, fields, MapGetter.INSTANCE);
		String id = variables.get(CORRELATION_ID);
		return (id != null) ? CorrelationId.with(context, id) : context;
	}

	/** Reads maps. */
	private enum MapGetter implements TextMapGetter<Map<String, String>> {

		INSTANCE;

		@Override
		public Iterable<String> keys(Map<String, String> carrier) {
			return carrier.keySet();
		}

		@Override
		public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
			return (carrier != null) ? carrier.get(key) : null;
		}

	}

}
