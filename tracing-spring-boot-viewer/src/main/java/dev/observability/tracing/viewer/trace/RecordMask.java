// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.trace;

import java.util.ArrayList;
import java.util.List;

import dev.observability.tracing.redaction.Redactor;
import org.jspecify.annotations.Nullable;

/**
 * Masks what came from elsewhere by the rules for what leaves the application: spans like
 * those that are exported, log lines like those that are written. What is masked already
 * stays as it is. Any thread.
 *
 * @since 0.1.0
 */
public final class RecordMask {

	/** No key, but one that no list of keys leaves out. */
	private static final String BODY = "otel.body";

	private final Redactor redactor;

	/** Who said it has keys that no list of keys for what is said thinks of. */
	private final Redactor ofOrigins;

	/**
	 * Creates it.
	 * @param redactor the rules
	 */
	public RecordMask(Redactor redactor) {
		this.redactor = redactor;
		this.ofOrigins = redactor.withoutAllowList();
	}

	/**
	 * Masks attributes of a resource.
	 * @param attributes as they came
	 * @return without secrets
	 */
	public Fields attributes(Fields attributes) {
		return fields(this.ofOrigins, attributes, false, false);
	}

	/**
	 * Masks who said it.
	 * @param origin as it came
	 * @return without secrets
	 */
	public Origin origin(Origin origin) {
		return new Origin(attributes(origin.resource()), name(origin.scopeName(), Origin.MAX_NAME),
				name(origin.scopeVersion(), Origin.MAX_NAME), attributes(origin.scope()));
	}

	/**
	 * Masks a text that is a message of its own, such as what a job says.
	 * @param text as it came
	 * @param length characters at most
	 * @return without secrets
	 */
	public String text(String text, int length) {
		return FieldsBuilder.cut(this.redactor.text(text), length);
	}

	SpanRecord span(SpanRecord span, Origin origin) {
		boolean database = isDatabase(span);
		List<SpanRecord.Event> events = span.events()
			.stream()
			.map((event) -> new SpanRecord.Event(event.timeNanos(), name(event.name(), SpanRecord.MAX_NAME),
					fields(this.redactor, event.fields(), database, false)))
			.toList();
		List<SpanRecord.Link> links = span.links()
			.stream()
			.map((link) -> new SpanRecord.Link(link.trace(), link.spanId(),
					fields(this.redactor, link.fields(), database, false)))
			.toList();
		return new SpanRecord(span.trace(), span.id(), span.parentId(), span.flags(),
				name(span.traceState(), SpanRecord.MAX_TRACE_STATE), origin, name(span.name(), SpanRecord.MAX_NAME),
				span.kind(), span.startNanos(), span.endNanos(), span.status(),
				FieldsBuilder.cut(this.redactor.message(span.statusMessage(), database), SpanRecord.MAX_STATUS_MESSAGE),
				fields(this.redactor, span.fields(), database, false), events, links, span.dropped());
	}

	// A message of a driver may lack every word that tells
	private boolean isDatabase(SpanRecord span) {
		return this.redactor.isDatabase(span.fields()::text) || this.redactor.isSql(span.statusMessage())
				|| span.events().stream().anyMatch((event) -> this.redactor.isDatabase(event.fields()::text));
	}

	LogLine line(LogLine line, Origin origin) {
		boolean database = this.redactor.isDatabase(line.fields()::text);
		return new LogLine(line.trace(), line.spanId(), line.timeNanos(), line.severity(),
				name(line.severityText(), LogLine.MAX_SEVERITY_TEXT), text(line.text(), LogLine.MAX_TEXT),
				fields(this.redactor, line.fields(), database, true), origin);
	}

	@Nullable Object body(Object body) {
		return value(this.redactor, BODY, body, false, false);
	}

	private static Fields fields(Redactor redactor, Fields fields, boolean database, boolean line) {
		FieldsBuilder masked = new FieldsBuilder();
		boolean changed = false;
		for (int i = 0; i < fields.size(); i++) {
			String key = redactor.name(fields.key(i));
			Object value = value(redactor, fields.key(i), fields.value(i), database, line);
			changed |= key != fields.key(i) || value != fields.value(i);
			if (value != null) {
				masked.put(key, value);
			}
		}
		return changed ? masked.build() : fields;
	}

	private static @Nullable Object value(Redactor redactor, String key, Object value, boolean database, boolean line) {
		if (value instanceof Number || value instanceof Boolean) {
			return redactor.value(key, value, database);
		}
		if (value instanceof List<?> list) {
			return list(redactor, key, list, database, line);
		}
		if (value instanceof Fields fields && !redactor.isHidden(key)) {
			return fields(redactor, fields, database, line);
		}
		// What has a structure below the key of a secret is one as a whole
		String text = value.toString();
		Object masked = redactor.value(key, text, database);
		if (line && masked != null) {
			// What is added to a line is a message as well, as it is in those written
			masked = redactor.text(masked.toString());
		}
		return text.equals(masked) ? value : masked;
	}

	private static @Nullable Object list(Redactor redactor, String key, List<?> list, boolean database, boolean line) {
		List<Object> masked = new ArrayList<>(list.size());
		boolean changed = false;
		for (Object each : list) {
			Object value = value(redactor, key, each, database, line);
			if (value == null) {
				return null;
			}
			changed |= value != each;
			masked.add(value);
		}
		return changed ? masked : list;
	}

	private String name(String name, int length) {
		return FieldsBuilder.cut(this.redactor.name(name), length);
	}

}
