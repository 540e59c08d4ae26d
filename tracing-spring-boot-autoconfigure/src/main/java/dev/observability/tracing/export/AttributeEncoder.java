// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BiConsumer;

import dev.observability.tracing.prepared.SpanAttributes;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import org.jspecify.annotations.Nullable;

/**
 * Writes attributes as messages {@code KeyValue} and {@code AnyValue} of OTLP. Step 10 of
 * a request, exporter thread.
 * <p>
 * Source: opentelemetry-proto 1.11, {@code common.proto}.
 */
final class AttributeEncoder implements BiConsumer<AttributeKey<?>, Object> {

	/** Bytes of the length of most keys, values and both: up to 127. */
	private static final int SMALL = 1;

	/** Receivers read 100 messages within each other; a level of values takes three. */
	private static final int MAX_DEPTH = 24;

	private final ProtobufWriter out;

	private int field;

	AttributeEncoder(ProtobufWriter out) {
		this.out = out;
	}

	/**
	 * Writes attributes.
	 * @param field number of the field that holds each of them
	 * @param attributes any
	 */
	void encode(int field, Attributes attributes) {
		this.field = field;
		attributes.forEach(this);
	}

	/**
	 * Writes those that a span got itself.
	 * @param field number of the field that holds each of them
	 * @param attributes those of the span
	 */
	void encodeAdded(int field, SpanAttributes attributes) {
		this.field = field;
		attributes.forEachAdded(this);
	}

	@Override
	public void accept(AttributeKey<?> key, Object value) {
		int start = this.out.open(this.field, SMALL);
		this.out.text(1, key.getKey());
		value(2, value, 0);
		this.out.close(start, SMALL);
	}

	private void value(int field, @Nullable Object value, int depth) {
		int start = this.out.open(field, SMALL);
		if (value instanceof String text) {
			this.out.text(1, text);
		}
		else if (value instanceof Long number) {
			this.out.varint(3, number);
		}
		else if (value instanceof Boolean bool) {
			this.out.varint(2, bool ? 1 : 0);
		}
		else if (value instanceof Double number) {
			this.out.fixed64(4, Double.doubleToRawLongBits(number));
		}
		else if (value instanceof Value<?> structure) {
			// Its content is one of the others
			structure(structure, depth);
		}
		else if (value instanceof List<?> list) {
			array(list, depth);
		}
		this.out.close(start, SMALL);
	}

	private void array(List<?> list, int depth) {
		int start = this.out.open(5, SMALL);
		if (depth < MAX_DEPTH) {
			for (Object each : list) {
				value(1, each, depth + 1);
			}
		}
		this.out.close(start, SMALL);
	}

	@SuppressWarnings("unchecked")
	private void structure(Value<?> structure, int depth) {
		switch (structure.getType()) {
			case STRING -> this.out.text(1, (String) structure.getValue());
			case BOOLEAN -> this.out.varint(2, ((Boolean) structure.getValue()) ? 1 : 0);
			case LONG -> this.out.varint(3, (Long) structure.getValue());
			case DOUBLE -> this.out.fixed64(4, Double.doubleToRawLongBits((Double) structure.getValue()));
			case ARRAY -> array((List<?>) structure.getValue(), depth);
			case KEY_VALUE_LIST -> map((List<KeyValue>) structure.getValue(), depth);
			case BYTES -> this.out.bytes(7, (ByteBuffer) structure.getValue());
			case EMPTY -> {
				// Nothing is how it is written
			}
		}
	}

	private void map(List<KeyValue> entries, int depth) {
		int start = this.out.open(6, SMALL);
		if (depth < MAX_DEPTH) {
			for (KeyValue entry : entries) {
				int entryStart = this.out.open(1, SMALL);
				this.out.text(1, entry.getKey());
				value(2, entry.getValue(), depth + 1);
				this.out.close(entryStart, SMALL);
			}
		}
		this.out.close(start, SMALL);
	}

}
