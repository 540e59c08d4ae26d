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
		return redact(attributes, null);
	}

	/**
	 * Masks attributes.
	 * @param attributes of a span, an event or a link
	 * @param trim what cuts each of them before, in the same look, if anything
	 * @return the same instance where nothing was changed
	 */
	Attributes redact(Attributes attributes, @Nullable AttributeTrim trim) {
		if (attributes.isEmpty()) {
			return attributes;
		}
		Changes changes = new Changes(attributes, trim);
		if (attributes instanceof SpanAttributes span && PreparedExport.of(span.prepared()).clean()) {
			span.forEachAdded((key, value) -> change(changes, key, value));
		}
		else {
			attributes.forEach((key, value) -> change(changes, key, value));
		}
		return (changes.builder != null) ? changes.builder.build() : attributes;
	}

	@SuppressWarnings("unchecked")
	private void change(Changes changes, AttributeKey<?> key, Object value) {
		Object kept = (changes.trim != null) ? changes.trim.keep(key, value) : value;
		if (kept == null) {
			changes.builder().remove(key);
			return;
		}
		Object redacted = redact(key.getKey(), kept);
		if (redacted != value) {
			changes.builder().put((AttributeKey<Object>) key, redacted);
		}
	}

	@SuppressWarnings("unchecked")
	private Object redact(String key, Object value) {
		if (value instanceof String text) {
			return same(text, redact(key, text));
		}
		if (value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof String) {
			return same(list, ((List<String>) list).stream().map((text) -> redact(key, text)).toList());
		}
		if (value instanceof Value<?> structure) {
			/*
			 * A structure has no keys that could be told; where one text of it is a URL
			 * with a secret, it leaves as masked text.
			 */
			String text = structure.asString();
			String redacted = redact(key, text);
			return redacted.equals(text) ? value : Value.of(redacted);
		}
		return value;
	}

	private static Object same(Object value, Object redacted) {
		return redacted.equals(value) ? value : redacted;
	}

	private String redact(String key, String value) {
		return this.redactor.attribute(key, value, this.database);
	}

	/**
	 * Copies the attributes at the first change.
	 */
	private static final class Changes {

		private final Attributes attributes;

		private final @Nullable AttributeTrim trim;

		private @Nullable AttributesBuilder builder;

		Changes(Attributes attributes, @Nullable AttributeTrim trim) {
			this.attributes = attributes;
			this.trim = trim;
		}

		AttributesBuilder builder() {
			if (this.builder == null) {
				this.builder = this.attributes.toBuilder();
			}
			return this.builder;
		}

	}

}
