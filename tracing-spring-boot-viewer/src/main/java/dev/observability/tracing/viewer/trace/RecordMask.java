// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.trace;

import java.util.List;
import java.util.function.BinaryOperator;

import dev.observability.tracing.redaction.Redactor;

/**
 * Masks what came from elsewhere by the rules for what leaves the application: spans like
 * those that are exported, log lines like those that are written. What is masked already
 * stays as it is. Any thread.
 *
 * @since 0.1.0
 */
public final class RecordMask {

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
		return attributes.replacing((key, value) -> this.ofOrigins.attribute(key, value, false));
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
		BinaryOperator<String> rule = (key, value) -> this.redactor.attribute(key, value, database);
		List<SpanRecord.Event> events = span.events()
			.stream()
			.map((event) -> new SpanRecord.Event(event.timeNanos(), name(event.name(), SpanRecord.MAX_NAME),
					event.fields().replacing(rule)))
			.toList();
		List<SpanRecord.Link> links = span.links()
			.stream()
			.map((link) -> new SpanRecord.Link(link.trace(), link.spanId(), link.fields().replacing(rule)))
			.toList();
		return new SpanRecord(span.trace(), span.id(), span.parentId(), span.flags(),
				name(span.traceState(), SpanRecord.MAX_TRACE_STATE), origin, name(span.name(), SpanRecord.MAX_NAME),
				span.kind(), span.startNanos(), span.endNanos(), span.status(),
				FieldsBuilder.cut(this.redactor.message(span.statusMessage(), database), SpanRecord.MAX_STATUS_MESSAGE),
				span.fields().replacing(rule), events, links, span.dropped());
	}

	// A message of a driver may lack every word that tells
	private boolean isDatabase(SpanRecord span) {
		return this.redactor.isDatabase(span.fields()::text) || this.redactor.isSql(span.statusMessage())
				|| span.events().stream().anyMatch((event) -> this.redactor.isDatabase(event.fields()::text));
	}

	// What is added to a line is a message as well, as it is in the lines that are
	// written
	LogLine line(LogLine line, Origin origin) {
		boolean database = this.redactor.isDatabase(line.fields()::text);
		Fields fields = line.fields()
			.replacing((key, value) -> this.redactor.text(this.redactor.attribute(key, value, database)));
		return new LogLine(line.trace(), line.spanId(), line.timeNanos(), line.severity(),
				name(line.severityText(), LogLine.MAX_SEVERITY_TEXT), text(line.text(), LogLine.MAX_TEXT), fields,
				origin);
	}

	private String name(String name, int length) {
		return FieldsBuilder.cut(this.redactor.name(name), length);
	}

}
