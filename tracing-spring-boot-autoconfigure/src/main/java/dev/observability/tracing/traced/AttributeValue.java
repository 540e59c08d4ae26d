// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.lang.reflect.Array;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What any object is as the value of an attribute. Step 6 of a request, on any thread;
 * throws what the {@code toString()} of the application throws.
 */
final class AttributeValue {

	/** Longer texts are no attributes but cargo. */
	static final int MAX_CHARACTERS = 4_096;

	/** As many as a span may have attributes by default. */
	static final int MAX_ELEMENTS = 128;

	private AttributeValue() {
	}

	/**
	 * Makes a value that OpenTelemetry knows.
	 * @param value any object
	 * @return a String, Long, Double, Boolean, a list of one of them, or {@code null}
	 */
	static @Nullable Object of(@Nullable Object value) {
		if (value == null || value instanceof Boolean) {
			return value;
		}
		// Most are texts, which need not be asked for all that they are not
		if (value instanceof String text) {
			return cut(text);
		}
		if (isWhole(value)) {
			return ((Number) value).longValue();
		}
		if (value instanceof Double || value instanceof Float) {
			return ((Number) value).doubleValue();
		}
		if (value instanceof Optional<?> optional) {
			return of(optional.orElse(null));
		}
		if (value instanceof Collection<?> collection) {
			return ofAll(collection);
		}
		return value.getClass().isArray() ? ofAll(new Elements(value)) : text(value);
	}

	private static boolean isWhole(Object value) {
		return value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte
				|| value instanceof AtomicLong || value instanceof AtomicInteger;
	}

	private static String text(Object value) {
		return cut((value instanceof Enum<?> constant) ? constant.name() : Objects.toString(value.toString(), ""));
	}

	private static String cut(String text) {
		return (text.length() > MAX_CHARACTERS) ? text.substring(0, MAX_CHARACTERS) : text;
	}

	private static @Nullable Object ofAll(Collection<?> values) {
		List<Object> known = new ArrayList<>();
		for (Object value : values) {
			Object one = (value instanceof Collection<?>) ? text(value) : of(value);
			if (one != null) {
				known.add((one instanceof List<?>) ? text(one) : one);
			}
			if (known.size() == MAX_ELEMENTS) {
				break;
			}
		}
		if (known.isEmpty()) {
			return null;
		}
		Class<?> first = known.get(0).getClass();
		return known.stream().allMatch(first::isInstance) ? known : known.stream().map(Object::toString).toList();
	}

	/**
	 * Returns the key for a value.
	 * @param name name of the attribute
	 * @param value what {@link #of} returned
	 * @return a key of the type of the value
	 */
	@SuppressWarnings("unchecked")
	static AttributeKey<Object> key(String name, Object value) {
		AttributeKey<?> key = (value instanceof List<?> list) ? arrayKey(name, list.get(0)) : singleKey(name, value);
		return (AttributeKey<Object>) key;
	}

	static boolean isOfType(AttributeKey<?> key, Object value) {
		return switch (key.getType()) {
			case STRING -> value instanceof String;
			case LONG -> value instanceof Long;
			case DOUBLE -> value instanceof Double;
			case BOOLEAN -> value instanceof Boolean;
			default -> false;
		};
	}

	private static AttributeKey<?> singleKey(String name, Object value) {
		if (value instanceof Long) {
			return AttributeKey.longKey(name);
		}
		if (value instanceof Double) {
			return AttributeKey.doubleKey(name);
		}
		return (value instanceof Boolean) ? AttributeKey.booleanKey(name) : AttributeKey.stringKey(name);
	}

	private static AttributeKey<?> arrayKey(String name, Object first) {
		if (first instanceof Long) {
			return AttributeKey.longArrayKey(name);
		}
		if (first instanceof Double) {
			return AttributeKey.doubleArrayKey(name);
		}
		return (first instanceof Boolean) ? AttributeKey.booleanArrayKey(name) : AttributeKey.stringArrayKey(name);
	}

	/**
	 * Makes the attributes of an event or a link.
	 * @param values names and values
	 * @param failed told of a value whose {@code toString()} threw
	 * @return the attributes
	 */
	static Attributes ofAll(Map<String, ?> values, Consumer<Throwable> failed) {
		AttributesBuilder attributes = Attributes.builder();
		values.forEach((name, any) -> {
			try {
				Object value = of(any);
				if (value != null) {
					attributes.put(key(name, value), value);
				}
			}
			catch (Throwable ex) {
				failed.accept(ex);
			}
		});
		return attributes.build();
	}

	/** An array as a list, of which only those elements are boxed that are looked at. */
	private static final class Elements extends AbstractList<@Nullable Object> {

		private final Object array;

		Elements(Object array) {
			this.array = array;
		}

		@Override
		public @Nullable Object get(int index) {
			return Array.get(this.array, index);
		}

		@Override
		public int size() {
			return Array.getLength(this.array);
		}

	}

}
