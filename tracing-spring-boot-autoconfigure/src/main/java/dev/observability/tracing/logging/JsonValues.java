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

	static final int MAX_NAME_LENGTH = 256;

	private static final int MAX_DEPTH = 4;

	private final Redactor redactor;

	private final int maxTextLength;

	private final int maxElements;

	private final int maxBytes;

	JsonValues(Redactor redactor, int maxTextLength, int maxElements) {
		this.redactor = redactor;
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

	boolean isDropped(String key) {
		return this.redactor.isDropped(key);
	}

	// Whoever logs a map of accounts has their numbers as names
	String name(String name) {
		return this.redactor.name(LogTexts.cutBeforeMask(name, MAX_NAME_LENGTH));
	}

	private String field(String key, String text) {
		return this.redactor.field(key, LogTexts.cutBeforeMask(text, this.maxTextLength));
	}

	void write(JsonLine line, String key, @Nullable Object value) {
		int start = line.length();
		try {
			write(line, key, value, 0);
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

	// Texts of a field of ours, which no list of keys hides
	void write(JsonLine line, Collection<String> texts) {
		line.raw('[');
		int count = 0;
		for (String text : texts) {
			if (count == this.maxElements || line.length() > this.maxBytes) {
				break;
			}
			if (count++ > 0) {
				line.raw(',');
			}
			line.string(text(text));
		}
		line.raw(']');
	}

	private void write(JsonLine line, String key, @Nullable Object value, int depth) {
		if (value == null) {
			line.ascii("null");
		}
		else if (value instanceof String text) {
			line.string(field(key, text));
		}
		else if (isLiteral(value)) {
			literal(line, key, value);
		}
		else if (depth < MAX_DEPTH && isStructure(value) && !this.redactor.isHidden(key)) {
			writeStructure(line, key, value, depth);
		}
		else {
			// May be null, against its contract
			line.string(field(key, String.valueOf(value.toString())));
		}
	}

	private void literal(JsonLine line, String key, Object value) {
		Object masked = this.redactor.value(key, value, false);
		if (value.equals(masked)) {
			line.ascii(value.toString());
		}
		else {
			line.string((masked != null) ? masked.toString() : Redactor.MASK);
		}
	}

	private static boolean isStructure(Object value) {
		return value instanceof Map<?, ?> || value instanceof Collection<?> || value.getClass().isArray();
	}

	private void writeStructure(JsonLine line, String key, Object value, int depth) {
		if (value instanceof Map<?, ?> map) {
			write(line, map, depth);
		}
		else if (value instanceof Collection<?> collection) {
			write(line, key, collection, depth);
		}
		else {
			writeArray(line, key, value, depth);
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
			String key = String.valueOf(entry.getKey());
			String name = LogTexts.cut(name(key), MAX_NAME_LENGTH);
			if (!isDropped(key) && names.add(name)) {
				if (names.size() > 1) {
					line.raw(',');
				}
				line.name(name);
				write(line, key, entry.getValue(), depth + 1);
			}
		}
		line.raw('}');
	}

	private void write(JsonLine line, String key, Collection<?> collection, int depth) {
		line.raw('[');
		int count = 0;
		for (Object element : collection) {
			if (count == this.maxElements || line.length() > this.maxBytes) {
				break;
			}
			if (count++ > 0) {
				line.raw(',');
			}
			write(line, key, element, depth + 1);
		}
		line.raw(']');
	}

	private void writeArray(JsonLine line, String key, Object array, int depth) {
		line.raw('[');
		int length = Math.min(Array.getLength(array), this.maxElements);
		for (int i = 0; i < length && line.length() <= this.maxBytes; i++) {
			if (i > 0) {
				line.raw(',');
			}
			write(line, key, Array.get(array, i), depth + 1);
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
