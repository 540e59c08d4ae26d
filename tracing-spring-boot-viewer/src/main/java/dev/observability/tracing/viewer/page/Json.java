// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.page;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes the answers of the page. Step 11 of a request.
 */
final class Json {

	private static final JsonFactory FACTORY = new JsonFactory();

	private Json() {
	}

	/**
	 * Writes an object.
	 * @param content writes what is in it
	 * @return UTF-8
	 */
	static byte[] object(Consumer<JsonGenerator> content) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
			json.writeStartObject();
			content.accept(json);
			json.writeEndObject();
		}
		return bytes.toByteArray();
	}

	static void text(JsonGenerator json, String name, @Nullable String value) {
		if (value != null) {
			json.writeStringProperty(name, value);
		}
		else {
			json.writeNullProperty(name);
		}
	}

	static void number(JsonGenerator json, String name, @Nullable Number value) {
		if (value == null) {
			json.writeNullProperty(name);
		}
		else if (value instanceof Double fraction) {
			json.writeNumberProperty(name, fraction);
		}
		else {
			json.writeNumberProperty(name, value.longValue());
		}
	}

	static void texts(JsonGenerator json, String name, Iterable<String> values) {
		json.writeArrayPropertyStart(name);
		values.forEach(json::writeString);
		json.writeEndArray();
	}

}
