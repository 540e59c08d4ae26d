// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.trace;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * Keys with their values, in the order in which they came: the attributes of a span, an
 * event, a link, a log line, a scope or a resource. Immutable.
 * <p>
 * A value is a {@link String}, {@link Long}, {@link Double}, {@link Boolean},
 * {@link Bytes}, a {@link List} of values, or {@link Fields}.
 *
 * @since 0.1.0
 */
public final class Fields {

	/** No key at all. */
	public static final Fields EMPTY = new Fields(new Object[0]);

	/** Key, value, key, value. */
	private final Object[] entries;

	/**
	 * Takes an array over, as {@link FieldsBuilder} made it.
	 * @param entries key, value, key, value
	 */
	Fields(Object[] entries) {
		this.entries = entries;
	}

	/**
	 * Returns the number of keys.
	 * @return 0 or more
	 */
	public int size() {
		return this.entries.length / 2;
	}

	/**
	 * Returns a key.
	 * @param index from 0
	 * @return the key there
	 */
	public String key(int index) {
		return (String) this.entries[2 * index];
	}

	/**
	 * Returns a value.
	 * @param index from 0
	 * @return the value there
	 */
	public Object value(int index) {
		return this.entries[2 * index + 1];
	}

	/**
	 * Returns the value of a key.
	 * @param key the key
	 * @return the first value where the key came twice, {@code null} where it did not
	 */
	public @Nullable Object get(String key) {
		for (int i = 0; i < this.entries.length; i += 2) {
			if (key.equals(this.entries[i])) {
				return this.entries[i + 1];
			}
		}
		return null;
	}

	/**
	 * Returns the value of a key as text.
	 * @param key the key
	 * @return {@code null} where there is no such key
	 */
	public @Nullable String text(String key) {
		Object value = get(key);
		return (value != null) ? value.toString() : null;
	}

	/**
	 * Returns the same keys and values, each replaced by what the function knows as equal
	 * to it.
	 * @param shared answers with an equal text; asked for keys and for text values
	 * @return new fields, or these where they are empty
	 */
	public Fields sharing(UnaryOperator<String> shared) {
		if (this.entries.length == 0) {
			return EMPTY;
		}
		Object[] copy = this.entries.clone();
		for (int i = 0; i < copy.length; i++) {
			if (copy[i] instanceof String text) {
				copy[i] = shared.apply(text);
			}
		}
		return new Fields(copy);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Fields fields && Arrays.equals(this.entries, fields.entries);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.entries);
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder("{");
		for (int i = 0; i < size(); i++) {
			text.append((i > 0) ? ", " : "").append(key(i)).append('=').append(value(i));
		}
		return text.append('}').toString();
	}

	/**
	 * A value of bytes.
	 *
	 * @param base64 the bytes, encoded
	 */
	public record Bytes(String base64) {

		@Override
		public String toString() {
			return this.base64;
		}

	}

}
