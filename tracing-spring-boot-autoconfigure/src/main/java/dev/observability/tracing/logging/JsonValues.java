// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import dev.observability.tracing.redaction.Redactor;
import org.jspecify.annotations.Nullable;

/**
 * Writes what an application adds to a log event as JSON, step 7 of a request: numbers
 * and truth values as they are, maps, collections and arrays as such, all else as the
 * masked text of its {@code toString()}. Any thread.
 * <p>
 * Never throws: what fails becomes a text that says so. Four levels deep, bounded in
 * width and in bytes.
 */
final class JsonValues {

	private static final int MAX_DEPTH = 4;

	private final Redactor redactor = Redactor.standard();

	private final int maxTextLength;

	private final int maxElements;

	private final int maxBytes;

	JsonValues(int maxTextLength, int maxElements) {
		this.maxTextLength = maxTextLength;
		this.maxElements = maxElements;
		this.maxBytes = 4 * maxTextLength;
	}

	// Bytes that a line may have when another value is added.
	int maxBytes() {
		return this.maxBytes;
	}

	String text(String text) {
		return this.redactor.text(LogTexts.cutBeforeMask(text, this.maxTextLength));
	}

	void write(JsonLine line, @Nullable Object value) {
		int start = line.length();
		try {
			write(line, value, 0);
		}
		catch (OutOfMemoryError ex) {
			throw ex;
		}
		catch (RuntimeException | Error ex) {
			// Whoever logs wants the other fields all the same, and Logback lets an error
			// of a toString() through to them
			line.reset(start);
			line.string("[FAILED " + ex.getClass().getName() + "]");
		}
	}

	private void write(JsonLine line, @Nullable Object value, int depth) {
		if (value == null) {
			line.ascii("null");
		}
		else if (value instanceof String text) {
			line.string(text(text));
		}
		else if (isLiteral(value)) {
			line.ascii(value.toString());
		}
		else if (depth < MAX_DEPTH && value instanceof Map<?, ?> map) {
			write(line, map, depth);
		}
		else if (depth < MAX_DEPTH && value instanceof Collection<?> collection) {
			write(line, collection, depth);
		}
		else if (depth < MAX_DEPTH && value.getClass().isArray()) {
			writeArray(line, value, depth);
		}
		else {
			// May be null, against its contract
			line.string(text(String.valueOf(value.toString())));
		}
	}

	private void write(JsonLine line, Map<?, ?> map, int depth) {
		line.raw('{');
		Set<String> names = new HashSet<>();
		int count = 0;
		for (Map.Entry<?, ?> entry : map.entrySet()) {
			if (count++ == this.maxElements || line.length() > this.maxBytes) {
				break;
			}
			String name = LogTexts.cut(String.valueOf(entry.getKey()), 256);
			if (names.add(name)) {
				if (names.size() > 1) {
					line.raw(',');
				}
				line.name(name);
				write(line, entry.getValue(), depth + 1);
			}
		}
		line.raw('}');
	}

	private void write(JsonLine line, Collection<?> collection, int depth) {
		line.raw('[');
		int count = 0;
		for (Object element : collection) {
			if (count == this.maxElements || line.length() > this.maxBytes) {
				break;
			}
			if (count++ > 0) {
				line.raw(',');
			}
			write(line, element, depth + 1);
		}
		line.raw(']');
	}

	private void writeArray(JsonLine line, Object array, int depth) {
		line.raw('[');
		int length = Math.min(Array.getLength(array), this.maxElements);
		for (int i = 0; i < length && line.length() <= this.maxBytes; i++) {
			if (i > 0) {
				line.raw(',');
			}
			write(line, Array.get(array, i), depth + 1);
		}
		line.raw(']');
	}

	// By the exact class: a class of the application may print anything
	private static boolean isLiteral(Object value) {
		Class<?> type = value.getClass();
		if (type == Double.class) {
			return Double.isFinite((Double) value);
		}
		if (type == Float.class) {
			return Float.isFinite((Float) value);
		}
		if (type == BigInteger.class) {
			return ((BigInteger) value).bitLength() < 1024;
		}
		if (type == BigDecimal.class) {
			return ((BigDecimal) value).precision() < 300 && Math.abs((long) ((BigDecimal) value).scale()) < 300;
		}
		return type == Integer.class || type == Long.class || type == Boolean.class || type == Short.class
				|| type == Byte.class;
	}

}
