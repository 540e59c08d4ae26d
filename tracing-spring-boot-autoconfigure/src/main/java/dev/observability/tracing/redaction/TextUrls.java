// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

import org.jspecify.annotations.Nullable;

/**
 * Finds URLs within free text and masks each: {@code scheme://...}, also as JSON may
 * escape it ({@code scheme:\/\/...}), {@code jdbc:...}, and a path or a name directly
 * followed by {@code ?name=}. A URL ends at white space, a double quote or an angle
 * bracket, the characters that none may hold. Any thread.
 */
final class TextUrls {

	/** Punctuation of the sentence rather than of the URL when it stands at its end. */
	private static final String CLOSING = ".,;:!?)]}'";

	/**
	 * Numbers within a name, which are question marks where the values of a database
	 * message are masked already; without a bound time would not be in proportion.
	 */
	private static final int MAX_HIDDEN = 8;

	private final String text;

	/** Everything before this position is in {@link #masked} or unchanged. */
	private int done;

	private @Nullable StringBuilder masked;

	/** The next of each sign, the length where there is none. */
	private int colon = -1;

	private int mark = -1;

	private TextUrls(String text) {
		this.text = text;
	}

	static String mask(String text) {
		return new TextUrls(text).mask();
	}

	private String mask() {
		int position = nextSign(0);
		while (position >= 0) {
			int start = urlStart(position);
			if (start < 0) {
				position = nextSign(position + 1);
				continue;
			}
			int end = end(position);
			maskUrl(start, end);
			position = nextSign(end);
		}
		if (this.masked == null) {
			return this.text;
		}
		return this.masked.append(this.text, this.done, this.text.length()).toString();
	}

	// Most texts have neither, which the JVM finds out many characters at a time; each is
	// looked for again only when it was passed, so that a text of one kind stays linear
	private int nextSign(int from) {
		if (this.colon < from) {
			this.colon = indexOf(':', from);
		}
		if (this.mark < from) {
			this.mark = indexOf('?', from);
		}
		int next = Math.min(this.colon, this.mark);
		return (next < this.text.length()) ? next : -1;
	}

	private int indexOf(char wanted, int from) {
		int index = this.text.indexOf(wanted, from);
		return (index >= 0) ? index : this.text.length();
	}

	// Start of the URL whose telling character is at the position, or -1.
	private int urlStart(int position) {
		char next = this.text.charAt(position);
		if (next == ':' && (UrlMask.behindSlashes(this.text, position + 1) >= 0 || isJdbc(position))) {
			return tokenStart(position);
		}
		if (next == '?' && isQuery(position)) {
			return tokenStart(position);
		}
		return -1;
	}

	private boolean isJdbc(int colon) {
		return colon >= 4 && this.text.regionMatches(true, colon - 4, "jdbc", 0, 4);
	}

	private boolean isQuery(int mark) {
		int position = mark + 1;
		int hidden = 0;
		while (position < this.text.length() && hidden <= MAX_HIDDEN && isName(this.text.charAt(position))) {
			hidden += (this.text.charAt(position) == '?') ? 1 : 0;
			position++;
		}
		return position > mark + 1 && position < this.text.length() && this.text.charAt(position) == '=';
	}

	private static boolean isName(char next) {
		return Character.isLetterOrDigit(next) || "_-.[]%~$+:@*?".indexOf(next) >= 0;
	}

	private int tokenStart(int position) {
		int start = position;
		while (start > this.done && !isBeforeUrl(this.text.charAt(start - 1))) {
			start--;
		}
		return start;
	}

	private static boolean isBeforeUrl(char next) {
		return isEnd(next) || "'([{=,|".indexOf(next) >= 0;
	}

	private int end(int position) {
		int end = position;
		while (end < this.text.length() && !isEnd(this.text.charAt(end))) {
			end++;
		}
		return end;
	}

	private static boolean isEnd(char next) {
		return next <= ' ' || next == '"' || next == '<' || next == '>' || Character.isWhitespace(next);
	}

	private void maskUrl(int start, int end) {
		if (!UrlMask.mayNeedMask(this.text, start, end)) {
			return;
		}
		int urlEnd = end;
		while (urlEnd > start && CLOSING.indexOf(this.text.charAt(urlEnd - 1)) >= 0) {
			urlEnd--;
		}
		String url = this.text.substring(start, urlEnd);
		String clean = UrlMask.url(url);
		if (clean != url) {
			if (this.masked == null) {
				this.masked = new StringBuilder(this.text.length() + 32);
			}
			this.masked.append(this.text, this.done, start).append(clean);
			this.done = urlEnd;
		}
	}

}
