// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.List;

import dev.observability.tracing.prepared.SpanAttributes;
import dev.observability.tracing.redaction.Redactor;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.common.Value;
import org.jspecify.annotations.Nullable;

/**
 * Masks attributes by what their keys say they hold, texts and lists of texts. Exporter
 * thread; answers with the same instance when there is nothing to mask.
 *
 * @param redactor the engine
 * @param database whether messages are those of a database
 */
record AttributeRedaction(Redactor redactor, boolean database) {

	/** For most spans. */
	static final AttributeRedaction PLAIN = new AttributeRedaction(Redactor.standard(), false);

	/** Where messages are those of drivers. */
	static final AttributeRedaction SQL = new AttributeRedaction(Redactor.standard(), true);

	Attributes redact(Attributes attributes) {
		if (attributes.isEmpty()) {
			return attributes;
		}
		Changes changes = new Changes(attributes);
		if (attributes instanceof SpanAttributes span && PreparedExport.of(span.prepared()).clean()) {
			span.forEachAdded((key, value) -> redact(changes, key, value));
		}
		else {
			attributes.forEach((key, value) -> redact(changes, key, value));
		}
		return (changes.builder != null) ? changes.builder.build() : attributes;
	}

	@SuppressWarnings("unchecked")
	private void redact(Changes changes, AttributeKey<?> key, Object value) {
		if (value instanceof String text) {
			String redacted = redact(key.getKey(), text);
			if (!redacted.equals(text)) {
				changes.builder().put((AttributeKey<String>) key, redacted);
			}
		}
		else if (value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof String) {
			List<String> texts = (List<String>) list;
			List<String> redacted = texts.stream().map((text) -> redact(key.getKey(), text)).toList();
			if (!redacted.equals(texts)) {
				changes.builder().put((AttributeKey<List<String>>) key, redacted);
			}
		}
		else if (value instanceof Value<?> structure) {
			/*
			 * A structure has no keys that could be told; where one text of it is a URL
			 * with a secret, it leaves as masked text.
			 */
			String text = structure.asString();
			String redacted = redact(key.getKey(), text);
			if (!redacted.equals(text)) {
				changes.builder().put((AttributeKey<Value<?>>) key, Value.of(redacted));
			}
		}
	}

	private String redact(String key, String value) {
		return this.redactor.attribute(key, value, this.database);
	}

	/**
	 * Copies the attributes at the first change.
	 */
	private static final class Changes {

		private final Attributes attributes;

		private @Nullable AttributesBuilder builder;

		Changes(Attributes attributes) {
			this.attributes = attributes;
		}

		AttributesBuilder builder() {
			if (this.builder == null) {
				this.builder = this.attributes.toBuilder();
			}
			return this.builder;
		}

	}

}
