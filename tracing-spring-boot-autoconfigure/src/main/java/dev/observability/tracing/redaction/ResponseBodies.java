// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Masks the body that Spring's {@code RestClient} and {@code RestTemplate} quote in the
 * message of a failed call, such as {@code 404 Not Found: "..."}. Any thread.
 * <p>
 * Spring writes the whole body into that one line and escapes no quote in it, so the mask
 * goes to the last quote of the line, or to its end where the body was cut. Source:
 * {@code DefaultResponseErrorHandler} and {@code StatusHandler} of Spring Framework 7.
 */
final class ResponseBodies {

	/** Bounded in each part, so that a text full of numbers takes linear time. */
	private static final Pattern BEFORE_BODY = Pattern
		.compile("(?<![\\w.])[1-9]\\d\\d [^\":\\r\\n]{0,100}(?:\"[^\"\\r\\n]{0,4096}\")?: \"");

	private ResponseBodies() {
	}

	static String mask(String text) {
		if (!text.contains(": \"")) {
			return text;
		}
		Matcher matcher = BEFORE_BODY.matcher(text);
		StringBuilder masked = null;
		int done = 0;
		while (matcher.find(done)) {
			int line = endOfLine(text, matcher.end());
			int quote = text.lastIndexOf('"', line - 1);
			int end = (quote >= matcher.end()) ? quote : line;
			if (masked == null) {
				masked = new StringBuilder(text.length());
			}
			masked.append(text, done, matcher.end()).append('?');
			done = end;
		}
		return (masked != null) ? masked.append(text, done, text.length()).toString() : text;
	}

	private static int endOfLine(String text, int start) {
		int end = start;
		while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
			end++;
		}
		return end;
	}

}
