// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.otlp;

import java.math.BigDecimal;
import java.util.Base64;
import java.util.function.Function;
import java.util.regex.Pattern;

import dev.observability.tracing.viewer.trace.Fields;

/**
 * Reads the values that JSON has as text or as number: 64 bits, fractions, bytes. The
 * thread of the request.
 * <p>
 * Source: Protocol Buffers, "ProtoJSON Format".
 */
final class JsonScalars {

	/** More digits than any number of 64 bits has; large ones take long to read. */
	private static final int MAX_DIGITS = 64;

	/** Double reads more than this, such as hexadecimal numbers. */
	private static final Pattern DECIMAL = Pattern.compile("[-+0-9.eE]{1,1000}");

	private JsonScalars() {
	}

	static long integer(String text, Function<String, OtlpFormatException> expected) throws OtlpFormatException {
		try {
			return Long.parseLong(text);
		}
		catch (NumberFormatException ex) {
			return exact(text, expected);
		}
	}

	// Negative numbers are those that stand for the large ones
	static long unsigned(String text, Function<String, OtlpFormatException> expected) throws OtlpFormatException {
		try {
			return text.startsWith("-") ? Long.parseLong(text) : Long.parseUnsignedLong(text);
		}
		catch (NumberFormatException ex) {
			return exact(text, expected);
		}
	}

	// JavaScript writes 1e21, and some write 1.0
	private static long exact(String text, Function<String, OtlpFormatException> expected) throws OtlpFormatException {
		if (text.length() <= MAX_DIGITS) {
			try {
				return new BigDecimal(text).longValueExact();
			}
			catch (ArithmeticException | NumberFormatException ex) {
				// Said below
			}
		}
		throw expected.apply("an integer of 64 bits");
	}

	static double decimal(String text, Function<String, OtlpFormatException> expected) throws OtlpFormatException {
		switch (text) {
			case "NaN" -> {
				return Double.NaN;
			}
			case "Infinity" -> {
				return Double.POSITIVE_INFINITY;
			}
			case "-Infinity" -> {
				return Double.NEGATIVE_INFINITY;
			}
			default -> {
				return finite(text, expected);
			}
		}
	}

	private static double finite(String text, Function<String, OtlpFormatException> expected)
			throws OtlpFormatException {
		if (DECIMAL.matcher(text).matches()) {
			try {
				return Double.parseDouble(text);
			}
			catch (NumberFormatException ex) {
				// Said below
			}
		}
		throw expected.apply("a number");
	}

	static Fields.Bytes bytes(String text, Function<String, OtlpFormatException> expected) throws OtlpFormatException {
		try {
			// Either alphabet may come, with or without padding
			byte[] bytes = Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
			return new Fields.Bytes(Base64.getEncoder().encodeToString(bytes));
		}
		catch (IllegalArgumentException ex) {
			throw expected.apply("a text of base64");
		}
	}

}
