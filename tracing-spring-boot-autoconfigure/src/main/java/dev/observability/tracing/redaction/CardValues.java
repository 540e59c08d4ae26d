// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Reads numbers, of any type, as those of payment cards. Any thread, never throws.
 */
final class CardValues {

	/** Of the longest number that fits. */
	private static final int MAX_DIGITS = 18;

	/** With a fraction of zeros. */
	private static final int MAX_PRECISION = 64;

	private CardValues() {
	}

	/**
	 * Returns a number as one of a card.
	 * @param number any
	 * @return the same number, zero where it has a fraction, is too large or of a type
	 * that holds none
	 */
	static long whole(Number number) {
		if (number instanceof Long whole) {
			return whole;
		}
		if (number instanceof Double fraction) {
			// An infinite one becomes another, too
			return ((long) (double) fraction == fraction) ? (long) (double) fraction : 0;
		}
		if (number instanceof BigInteger large) {
			return (large.bitLength() < Long.SIZE) ? large.longValue() : 0;
		}
		return (number instanceof BigDecimal decimal) ? whole(decimal) : 0;
	}

	private static long whole(BigDecimal number) {
		long digits = (long) number.precision() - number.scale();
		if (digits < 1 || digits > MAX_DIGITS || number.precision() > MAX_PRECISION) {
			return 0;
		}
		BigInteger whole = number.toBigInteger();
		return (new BigDecimal(whole).compareTo(number) == 0) ? whole.longValue() : 0;
	}

}
