// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.otlp;

import java.util.List;

import dev.observability.tracing.viewer.trace.Fields;
import tools.jackson.core.JsonGenerator;

/**
 * Writes attributes. The thread of the request.
 */
final class FieldsWriter {

	private final JsonGenerator out;

	FieldsWriter(JsonGenerator out) {
		this.out = out;
	}

	// Nothing where there are none
	void attributes(Fields fields) {
		if (fields.size() > 0) {
			this.out.writeArrayPropertyStart("attributes");
			entries(fields);
			this.out.writeEndArray();
		}
	}

	// Nothing where it is empty
	void text(String name, String text) {
		if (!text.isEmpty()) {
			this.out.writeStringProperty(name, WellFormed.text(text));
		}
	}

	void value(Object value) {
		this.out.writeStartObject();
		if (value instanceof Long number) {
			this.out.writeStringProperty("intValue", number.toString());
		}
		else if (value instanceof Boolean truth) {
			this.out.writeBooleanProperty("boolValue", truth);
		}
		else if (value instanceof Double number) {
			decimal(number);
		}
		else if (value instanceof Fields.Bytes bytes) {
			this.out.writeStringProperty("bytesValue", bytes.base64());
		}
		else if (value instanceof List<?> || value instanceof Fields) {
			values(value);
		}
		else {
			this.out.writeStringProperty("stringValue", WellFormed.text(value.toString()));
		}
		this.out.writeEndObject();
	}

	private void decimal(double number) {
		if (Double.isFinite(number)) {
			this.out.writeNumberProperty("doubleValue", number);
		}
		else {
			this.out.writeStringProperty("doubleValue", Double.toString(number));
		}
	}

	private void values(Object value) {
		this.out.writeObjectPropertyStart((value instanceof Fields) ? "kvlistValue" : "arrayValue");
		this.out.writeArrayPropertyStart("values");
		if (value instanceof Fields fields) {
			entries(fields);
		}
		else if (value instanceof List<?> list) {
			list.forEach(this::value);
		}
		this.out.writeEndArray();
		this.out.writeEndObject();
	}

	private void entries(Fields fields) {
		for (int i = 0; i < fields.size(); i++) {
			this.out.writeStartObject();
			this.out.writeStringProperty("key", WellFormed.text(fields.key(i)));
			this.out.writeName("value");
			value(fields.value(i));
			this.out.writeEndObject();
		}
	}

}
