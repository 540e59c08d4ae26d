// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.trace;

import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

/**
 * The id of a trace. Any step, any thread.
 *
 * @param high the first 16 hex digits
 * @param low the last 16 hex digits
 * @since 0.1.0
 */
public record TraceId(long high, long low) {

	/** Hex digits of an id. */
	public static final int LENGTH = 32;

	private static final int HALF = LENGTH / 2;

	/**
	 * Reads an id.
	 * @param hex 32 hex digits of either case
	 * @return {@code null} where it is none, or all zero
	 */
	public static @Nullable TraceId parse(CharSequence hex) {
		if (hex.length() != LENGTH || !isHex(hex)) {
			return null;
		}
		return of(HexFormat.fromHexDigitsToLong(hex, 0, HALF), HexFormat.fromHexDigitsToLong(hex, HALF, LENGTH));
	}

	/**
	 * Returns the id of two numbers.
	 * @param high the first half
	 * @param low the second half
	 * @return {@code null} where both are zero
	 */
	public static @Nullable TraceId of(long high, long low) {
		return (high == 0 && low == 0) ? null : new TraceId(high, low);
	}

	/**
	 * Reads the id of a span.
	 * @param hex 16 hex digits of either case
	 * @return 0 where it is none
	 */
	public static long parseSpanId(CharSequence hex) {
		return (hex.length() == HALF && isHex(hex)) ? HexFormat.fromHexDigitsToLong(hex) : 0;
	}

	/**
	 * Writes the id of a span.
	 * @param spanId its number
	 * @return 16 hex digits
	 */
	public static String spanId(long spanId) {
		return HexFormat.of().toHexDigits(spanId);
	}

	private static boolean isHex(CharSequence text) {
		for (int i = 0; i < text.length(); i++) {
			if (!HexFormat.isHexDigit(text.charAt(i))) {
				return false;
			}
		}
		return true;
	}

	@Override
	public String toString() {
		return spanId(this.high) + spanId(this.low);
	}

}
