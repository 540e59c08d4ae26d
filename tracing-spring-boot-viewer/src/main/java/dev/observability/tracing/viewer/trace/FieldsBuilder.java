// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.trace;

import java.util.ArrayList;
import java.util.List;

import dev.observability.tracing.redaction.Redactor;

/**
 * Collects keys and values within bounds, which hold for what comes from elsewhere as for
 * what this application says. One thread.
 *
 * @since 0.1.0
 */
public final class FieldsBuilder {

	/** Keys at most; what is more is counted as dropped. */
	public static final int MAX_KEYS = 128;

	/** Elements of a list value at most. */
	public static final int MAX_ELEMENTS = 256;

	/** Depth of lists and nested keys at most. */
	public static final int MAX_DEPTH = 8;

	/** Characters of a key at most. */
	public static final int MAX_KEY = 256;

	/** Characters of a text at most. */
	public static final int MAX_TEXT = 4096;

	/** Characters of a stack trace at most. */
	public static final int MAX_STACK_TRACE = 65536;

	/** What stands at the end of a text that was cut. */
	public static final String CUT = "…";

	private static final String STACK_TRACE = "exception.stacktrace";

	private final List<Object> entries = new ArrayList<>();

	private int dropped;

	/**
	 * Adds a key with its value.
	 * @param key the key, cut where it is longer than {@link #MAX_KEY}
	 * @param value a value as {@link Fields} says; texts are cut
	 * @return this
	 */
	public FieldsBuilder put(String key, Object value) {
		if (this.entries.size() >= 2 * MAX_KEYS) {
			this.dropped++;
			return this;
		}
		this.entries.add(cut(key, MAX_KEY));
		this.entries.add(bounded(value, STACK_TRACE.equals(key) ? MAX_STACK_TRACE : MAX_TEXT));
		return this;
	}

	/**
	 * Returns the number of keys that did not fit.
	 * @return 0 or more
	 */
	public int dropped() {
		return this.dropped;
	}

	/**
	 * Returns the fields.
	 * @return immutable
	 */
	public Fields build() {
		return this.entries.isEmpty() ? Fields.EMPTY : new Fields(this.entries.toArray());
	}

	/**
	 * Cuts a text, where possible behind a word, so that it can be masked after that.
	 * @param text any text
	 * @param length characters at most
	 * @return the text, or its beginning with {@link #CUT} at the end
	 */
	public static String cut(String text, int length) {
		if (text.length() <= length) {
			return text;
		}
		int end = Redactor.standard().cutAt(text, length - CUT.length());
		// Half a character would be none
		if (Character.isHighSurrogate(text.charAt(end - 1))) {
			end--;
		}
		return text.substring(0, end) + CUT;
	}

	private static Object bounded(Object value, int length) {
		if (value instanceof String text) {
			return cut(text, length);
		}
		if (value instanceof Fields.Bytes bytes && bytes.base64().length() > MAX_TEXT) {
			return cut(bytes.base64(), MAX_TEXT);
		}
		if (value instanceof List<?> list) {
			List<Object> elements = new ArrayList<>(Math.min(list.size(), MAX_ELEMENTS));
			for (Object each : list) {
				if (elements.size() == MAX_ELEMENTS) {
					elements.set(MAX_ELEMENTS - 1, CUT);
					break;
				}
				elements.add(bounded(each, length));
			}
			return List.copyOf(elements);
		}
		return value;
	}

}
