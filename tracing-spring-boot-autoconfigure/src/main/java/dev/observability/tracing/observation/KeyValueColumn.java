// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.util.Locale;
import java.util.Map;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;

/**
 * Writes a key value as the attribute that says it in the conventions, typed. Steps 4, 6
 * and 9 of a request, on the thread that observes; never throws, a value that does not
 * parse is left out.
 */
interface KeyValueColumn {

	/** For what another attribute says better, or what must not leave. */
	KeyValueColumn NONE = (span, value) -> {
	};

	void set(Span span, String value);

	static KeyValueColumn text(AttributeKey<String> key) {
		return (span, value) -> {
			if (ObservedValues.isKnown(value)) {
				span.setAttribute(key, value);
			}
		};
	}

	/**
	 * A text that may be any word, {@code unknown} included.
	 * @param key key of the attribute
	 * @return the column
	 */
	static KeyValueColumn word(AttributeKey<String> key) {
		return (span, value) -> span.setAttribute(key, value);
	}

	static KeyValueColumn lowerCase(AttributeKey<String> key) {
		return (span, value) -> span.setAttribute(key, value.toLowerCase(Locale.ROOT));
	}

	/**
	 * A value from a list.
	 * @param key key of the attribute
	 * @param values Micrometer's word to that of the conventions
	 * @param otherwise for any other word
	 * @return the column
	 */
	static KeyValueColumn choice(AttributeKey<String> key, Map<String, String> values, String otherwise) {
		return (span, value) -> span.setAttribute(key, values.getOrDefault(value, otherwise));
	}

	/**
	 * A number that is not negative.
	 * @param key key of the attribute
	 * @return the column
	 */
	static KeyValueColumn number(AttributeKey<Long> key) {
		return (span, value) -> setNumber(span, key, value, -1);
	}

	/**
	 * A port, left out where the product's own says nothing.
	 * @param key key of the attribute
	 * @param standard the product's own port, or 0 to leave out none
	 * @return the column
	 */
	static KeyValueColumn port(AttributeKey<Long> key, int standard) {
		return (span, value) -> setNumber(span, key, value, standard);
	}

	static KeyValueColumn flag(AttributeKey<Boolean> key, String trueWord) {
		return (span, value) -> span.setAttribute(key, trueWord.equals(value));
	}

	private static void setNumber(Span span, AttributeKey<Long> key, String value, long except) {
		long number = parse(value);
		if (number >= 0 && number != except) {
			span.setAttribute(key, number);
		}
	}

	// An exception per message would cost more than the span
	private static long parse(String value) {
		int length = value.length();
		if (length == 0 || length > 18) {
			return -1;
		}
		long number = 0;
		for (int i = 0; i < length; i++) {
			char digit = value.charAt(i);
			if (digit < '0' || digit > '9') {
				return -1;
			}
			number = number * 10 + (digit - '0');
		}
		return number;
	}

}
