// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.otlp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import dev.observability.tracing.viewer.trace.Fields;
import dev.observability.tracing.viewer.trace.FieldsBuilder;

/**
 * Reads attributes, within the bounds of the page. For one list of them; the thread of
 * the request.
 */
final class FieldsReader {

	/** A value may be empty, and is a text then, as the page knows nothing else. */
	private static final String EMPTY = "";

	private final OtlpSource source;

	private final int depth;

	private final FieldsBuilder fields = new FieldsBuilder();

	private int keys;

	private int dropped;

	FieldsReader(OtlpSource source) {
		this(source, 0);
	}

	private FieldsReader(OtlpSource source, int depth) {
		this.source = source;
		this.depth = depth;
	}

	// The current field is a KeyValue
	void read() throws IOException {
		if (this.keys == FieldsBuilder.MAX_KEYS) {
			drop(1);
			this.source.skip();
			return;
		}
		this.keys++;
		int outer = this.source.open();
		String key = EMPTY;
		Object value = EMPTY;
		for (int field = next(OtlpSchema.KEY_VALUE); field != 0; field = next(OtlpSchema.KEY_VALUE)) {
			if (field == 1) {
				key = this.source.text();
			}
			else {
				value = value();
			}
		}
		this.source.close(outer);
		this.fields.put(key, value);
	}

	void put(String key, String value) {
		this.fields.put(key, value);
	}

	Fields build() {
		return this.fields.build();
	}

	// Adds to what is missing, as the sender counted it
	void drop(int count) {
		this.dropped = OtlpSource.sum(this.dropped, count);
	}

	// Those of nested ones, too, which have no place of their own for it
	int dropped() {
		return this.dropped;
	}

	// The current field is an AnyValue
	Object value() throws IOException {
		return value(this.depth);
	}

	private Object value(int depth) throws IOException {
		int outer = this.source.open();
		Object value = EMPTY;
		for (int field = next(OtlpSchema.ANY_VALUE); field != 0; field = next(OtlpSchema.ANY_VALUE)) {
			value = switch (field) {
				case 1 -> this.source.text();
				case 2 -> this.source.truth();
				case 3 -> this.source.integer();
				case 4 -> this.source.decimal();
				case 5 -> list(depth);
				case 6 -> keys(depth);
				default -> this.source.bytes();
			};
		}
		this.source.close(outer);
		return value;
	}

	private Object list(int depth) throws IOException {
		if (depth == FieldsBuilder.MAX_DEPTH) {
			return tooDeep();
		}
		List<Object> elements = new ArrayList<>();
		int outer = this.source.open();
		while (next(OtlpSchema.VALUES) != 0) {
			// One more than the builder keeps, by which it sees that there are more
			if (elements.size() <= FieldsBuilder.MAX_ELEMENTS) {
				elements.add(value(depth + 1));
			}
			else {
				this.source.skip();
			}
		}
		this.source.close(outer);
		return elements;
	}

	private Object keys(int depth) throws IOException {
		if (depth == FieldsBuilder.MAX_DEPTH) {
			return tooDeep();
		}
		FieldsReader nested = new FieldsReader(this.source, depth + 1);
		int outer = this.source.open();
		while (next(OtlpSchema.VALUES) != 0) {
			nested.read();
		}
		this.source.close(outer);
		drop(nested.dropped);
		return nested.build();
	}

	private Object tooDeep() throws IOException {
		this.source.skip();
		return FieldsBuilder.CUT;
	}

	private int next(OtlpSchema schema) throws IOException {
		return this.source.next(schema);
	}

}
