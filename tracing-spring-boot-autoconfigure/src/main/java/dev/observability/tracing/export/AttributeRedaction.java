// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.ArrayList;
import java.util.List;

import dev.observability.tracing.prepared.SpanAttributes;
import dev.observability.tracing.redaction.Redactor;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributeType;
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
		if (attributes instanceof SpanAttributes span && PreparedExport.of(span.prepared(), this.redactor).clean()) {
			span.forEachAdded((key, value) -> change(changes, key, value));
		}
		else {
			attributes.forEach((key, value) -> change(changes, key, value));
		}
		return (changes.builder != null) ? changes.builder.build() : attributes;
	}

	private void change(Changes changes, AttributeKey<?> key, Object value) {
		Object kept = (changes.trim != null) ? changes.trim.keep(key, value) : value;
		Object redacted = (kept != null) ? redact(key.getKey(), kept) : null;
		if (redacted == value) {
			return;
		}
		if (redacted == null || !isOf(key, redacted)) {
			changes.builder().remove(key);
		}
		if (redacted != null) {
			put(changes.builder(), key, redacted);
		}
	}

	// Of a number that is hidden a text is left
	private static boolean isOf(AttributeKey<?> key, Object value) {
		return !(value instanceof String) || key.getType() == AttributeType.STRING;
	}

	@SuppressWarnings("unchecked")
	private static void put(AttributesBuilder builder, AttributeKey<?> key, Object value) {
		if (isOf(key, value)) {
			builder.put((AttributeKey<Object>) key, value);
		}
		else {
			builder.put(AttributeKey.stringKey(key.getKey()), (String) value);
		}
	}

	@SuppressWarnings("unchecked")
	private @Nullable Object redact(String key, Object value) {
		if (value instanceof String text) {
			Object redacted = this.redactor.value(key, text, this.database);
			return (redacted != null) ? same(text, redacted) : null;
		}
		if (value instanceof List<?> list) {
			return list(key, (List<Object>) list);
		}
		if (value instanceof Value<?> structure) {
			/*
			 * Keys within a structure are known by the text that it makes; where one
			 * value is a secret, it leaves as masked text.
			 */
			String text = structure.asString();
			Object redacted = this.redactor.value(key, text, this.database);
			if (redacted == null) {
				return null;
			}
			return redacted.equals(text) ? value : Value.of((String) redacted);
		}
		return this.redactor.value(key, value, this.database);
	}

	// All elements have one type
	private @Nullable Object list(String key, List<Object> list) {
		List<Object> copy = null;
		for (int i = 0; i < list.size(); i++) {
			Object element = list.get(i);
			Object redacted = (element != null) ? this.redactor.value(key, element, this.database) : null;
			if (element == null || redacted == element || element.equals(redacted)) {
				continue;
			}
			if (redacted == null) {
				return null;
			}
			if (!(element instanceof String)) {
				return redacted;
			}
			copy = (copy != null) ? copy : new ArrayList<>(list);
			copy.set(i, redacted);
		}
		return (copy != null) ? copy : list;
	}

	private static Object same(Object value, Object redacted) {
		return redacted.equals(value) ? value : redacted;
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
