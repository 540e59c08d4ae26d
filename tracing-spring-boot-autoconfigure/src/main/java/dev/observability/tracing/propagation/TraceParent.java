// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;

/**
 * Reads and writes the value of a {@code traceparent} header by W3C Trace Context level
 * 2, at steps 2 and 6 of a request. Any thread; never throws.
 */
final class TraceParent {

	static final int NONE = -1;

	/** {@code 00-<32>-<16>-<2>}. */
	private static final int LENGTH = 55;

	private static final int TRACE_ID = 3;

	private static final int SPAN_ID = 36;

	private static final int FLAGS = 53;

	/** Sampled and random; the others have no meaning and are sent as zero. */
	private static final int KNOWN_FLAGS = 0x03;

	private static final String[] FLAG_TEXTS = { "-00", "-01", "-02", "-03" };

	private TraceParent() {
	}

	/**
	 * Finds a valid value within the blanks that a carrier other than HTTP may leave.
	 * @param header any text
	 * @return the index where it begins, or {@link #NONE}
	 */
	static int find(String header) {
		int start = HeaderText.skipBlanks(header, 0, header.length());
		int end = HeaderText.dropBlanks(header, start, header.length());
		return isValid(header, start, end) ? start : NONE;
	}

	private static boolean isValid(String header, int start, int end) {
		if (end - start < LENGTH || !isHex(header, start, 2) || header.charAt(start + TRACE_ID - 1) != '-'
				|| header.charAt(start + SPAN_ID - 1) != '-' || header.charAt(start + FLAGS - 1) != '-') {
			return false;
		}
		// Version 00 ends here; a later one may go on behind a dash; ff is none
		boolean first = header.startsWith("00", start);
		if (header.startsWith("ff", start) || end - start > LENGTH && (first || header.charAt(start + LENGTH) != '-')) {
			return false;
		}
		return isId(header, start + TRACE_ID, 32) && isId(header, start + SPAN_ID, 16)
				&& isHex(header, start + FLAGS, 2);
	}

	private static boolean isId(String header, int start, int length) {
		if (!isHex(header, start, length)) {
			return false;
		}
		for (int i = start; i < start + length; i++) {
			if (header.charAt(i) != '0') {
				return true;
			}
		}
		return false;
	}

	private static boolean isHex(String header, int start, int length) {
		for (int i = start; i < start + length; i++) {
			if (digit(header.charAt(i)) < 0) {
				return false;
			}
		}
		return true;
	}

	// Lower case only: level 2 says so
	private static int digit(char character) {
		if (character >= '0' && character <= '9') {
			return character - '0';
		}
		return (character >= 'a' && character <= 'f') ? character - 'a' + 10 : -1;
	}

	static SpanContext read(String header, int start, TraceState state) {
		// The known flags are all in the last digit
		int flags = digit(header.charAt(start + FLAGS + 1)) & KNOWN_FLAGS;
		return SpanContext.createFromRemoteParent(header.substring(start + TRACE_ID, start + SPAN_ID - 1),
				header.substring(start + SPAN_ID, start + FLAGS - 1), TraceFlags.fromByte((byte) flags), state);
	}

	static String write(SpanContext span) {
		return "00-" + span.getTraceId() + "-" + span.getSpanId()
				+ FLAG_TEXTS[span.getTraceFlags().asByte() & KNOWN_FLAGS];
	}

}
