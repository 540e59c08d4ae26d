// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.otlp;

import java.util.List;

import dev.observability.tracing.viewer.trace.Fields;
import dev.observability.tracing.viewer.trace.FieldsBuilder;
import dev.observability.tracing.viewer.trace.LogLine;
import dev.observability.tracing.viewer.trace.TraceSink;

/**
 * Writes what was logged as one text: a text as it is, what has a structure much like
 * JSON, masked before because nobody can tell its keys later. For one log line; the
 * thread of the request.
 */
final class BodyText {

	private final StringBuilder text = new StringBuilder();

	private BodyText() {
	}

	static String of(Object body, TraceSink sink) {
		boolean structured = body instanceof List<?> || body instanceof Fields;
		Object told = structured ? sink.body(body) : body;
		if (!(told instanceof List<?>) && !(told instanceof Fields)) {
			return (told != null) ? FieldsBuilder.cut(told.toString(), LogLine.MAX_TEXT) : "";
		}
		BodyText result = new BodyText();
		result.value(told);
		return FieldsBuilder.cut(result.text.toString(), LogLine.MAX_TEXT);
	}

	private void value(Object value) {
		if (value instanceof Fields fields) {
			fields(fields);
		}
		else if (value instanceof List<?> list) {
			list(list);
		}
		else if (value instanceof Number || value instanceof Boolean) {
			this.text.append(value);
		}
		else {
			quoted(value.toString());
		}
	}

	private void fields(Fields fields) {
		this.text.append('{');
		for (int i = 0; i < fields.size() && !isFull(); i++) {
			this.text.append((i > 0) ? "," : "");
			quoted(fields.key(i));
			this.text.append(':');
			value(fields.value(i));
		}
		this.text.append('}');
	}

	private void list(List<?> list) {
		this.text.append('[');
		for (int i = 0; i < list.size() && !isFull(); i++) {
			this.text.append((i > 0) ? "," : "");
			value(list.get(i));
		}
		this.text.append(']');
	}

	private void quoted(String content) {
		this.text.append('"');
		for (int i = 0; i < content.length() && !isFull(); i++) {
			char next = content.charAt(i);
			if (next == '"' || next == '\\') {
				this.text.append('\\');
			}
			this.text.append(next);
		}
		this.text.append('"');
	}

	// What is behind will be cut
	private boolean isFull() {
		return this.text.length() > LogLine.MAX_TEXT;
	}

}
