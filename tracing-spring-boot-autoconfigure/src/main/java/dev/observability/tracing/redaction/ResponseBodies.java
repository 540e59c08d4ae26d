// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

/**
 * Masks the body that Spring's {@code RestClient} and {@code RestTemplate} quote in the
 * message of a failed call, such as {@code 404 Not Found: "..."}. Any thread.
 * <p>
 * Spring writes the whole body into that one line and escapes no quote in it, so the mask
 * goes to the quote that ends the line, and to the end of the line where none does. What
 * stands between status and body is the server's or the URL: any text of any length.
 * Source: {@code DefaultResponseErrorHandler} and {@code StatusHandler} of Spring
 * Framework 7.
 */
final class ResponseBodies {

	private static final String BEFORE_BODY = ": \"";

	private ResponseBodies() {
	}

	static String mask(String text) {
		int body = text.indexOf(BEFORE_BODY);
		StringBuilder masked = null;
		int done = 0;
		int start = 0;
		while (body >= 0) {
			int end = endOfLine(text, body);
			int quote = bodyQuote(text, startOfLine(text, start, body), end);
			int close = (quote >= 0) ? closingQuote(text, quote, end) : -1;
			if (close >= 0 && !(close == quote + 2 && text.charAt(quote + 1) == '?')) {
				if (masked == null) {
					masked = new StringBuilder(text.length());
				}
				masked.append(text, done, quote + 1).append('?');
				done = close;
			}
			start = end;
			body = text.indexOf(BEFORE_BODY, end);
		}
		return (masked != null) ? masked.append(text, done, text.length()).toString() : text;
	}

	// The opening quote of the body in a line that tells a status before it, or -1.
	private static int bodyQuote(String text, int start, int end) {
		int status = start;
		while (status + 4 < end && !isStatus(text, start, status)) {
			status++;
		}
		for (int i = status + 3; i + 2 < end; i++) {
			if (text.startsWith(BEFORE_BODY, i)) {
				return i + 2;
			}
		}
		return -1;
	}

	// Whether three digits and a space or a colon stand there, and no number or word
	// before them.
	private static boolean isStatus(String text, int start, int position) {
		char first = text.charAt(position);
		if (first < '1' || first > '9' || !isDigit(text.charAt(position + 1)) || !isDigit(text.charAt(position + 2))) {
			return false;
		}
		char after = text.charAt(position + 3);
		if (after != ' ' && after != ':') {
			return false;
		}
		char before = (position > start) ? text.charAt(position - 1) : ' ';
		return !Character.isLetterOrDigit(before) && before != '.' && before != '_';
	}

	// The last quote where nothing but closing signs follow it, else the end of the line.
	private static int closingQuote(String text, int open, int end) {
		int quote = text.lastIndexOf('"', end - 1);
		if (quote <= open) {
			return end;
		}
		for (int i = quote + 1; i < end; i++) {
			if (" .,;)]}'".indexOf(text.charAt(i)) < 0) {
				return end;
			}
		}
		return quote;
	}

	// Not before the end of the line that was looked at last, however a line ends
	private static int startOfLine(String text, int lowest, int position) {
		int start = position;
		while (start > lowest && text.charAt(start - 1) != '\n') {
			start--;
		}
		return start;
	}

	private static int endOfLine(String text, int start) {
		int end = start;
		while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
			end++;
		}
		return end;
	}

	private static boolean isDigit(char next) {
		return next >= '0' && next <= '9';
	}

}
