// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

/**
 * Masks one URL. A scanner rather than {@code java.net.URI}, which refuses much of what
 * applications send. Any thread.
 */
final class UrlMask {

	private static final String USERINFO_MASK = Redactor.MASK + ":" + Redactor.MASK;

	private static final String ORACLE = "jdbc:oracle:";

	private final String url;

	private final StringBuilder masked;

	private UrlMask(String url) {
		this.url = url;
		this.masked = new StringBuilder(url.length() + 32);
	}

	static String url(String url) {
		if (!mayNeedMask(url, 0, url.length())) {
			return url;
		}
		String masked = JdbcHostProperties.mask(new UrlMask(url).mask());
		return masked.equals(url) ? url : masked;
	}

	static String query(String query) {
		UrlMask mask = new UrlMask(query);
		int fragment = query.indexOf('#');
		mask.appendQuery(0, (fragment >= 0) ? fragment : query.length());
		String masked = mask.masked.toString();
		return masked.equals(query) ? query : masked;
	}

	// Whether a character occurs that only a URL with something to mask has.
	static boolean mayNeedMask(String text, int start, int end) {
		for (int i = start; i < end; i++) {
			switch (text.charAt(i)) {
				case '?', '@', '#', ';', '(' -> {
					return true;
				}
				default -> {
				}
			}
		}
		return false;
	}

	private String mask() {
		int authority = authorityStart();
		int userinfoEnd = userinfoEnd(authority);
		int position = authority;
		this.masked.append(this.url, 0, authority);
		if (userinfoEnd >= 0) {
			this.masked.append(USERINFO_MASK);
			position = userinfoEnd;
		}
		int fragment = indexOf('#', position, this.url.length());
		int end = (fragment >= 0) ? fragment : this.url.length();
		int query = indexOf('?', position, end);
		appendPath(position, (query >= 0) ? query : end);
		if (query >= 0) {
			this.masked.append('?');
			appendQuery(query + 1, end);
		}
		return this.masked.toString();
	}

	// After "scheme://" or "//"; the start where there is none.
	private int authorityStart() {
		if (isOracle()) {
			return behindDriver();
		}
		for (int i = 0; i < this.url.length(); i++) {
			char next = this.url.charAt(i);
			int authority = (next == ':') ? behindSlashes(this.url, i + 1) : -1;
			if (authority >= 0) {
				return authority;
			}
			if (next == '/') {
				return this.url.startsWith("//", i) ? i + 2 : 0;
			}
			if (next == '?' || next == '#' || next == '@') {
				return 0;
			}
		}
		return 0;
	}

	private boolean isOracle() {
		return this.url.regionMatches(true, 0, ORACLE, 0, ORACLE.length());
	}

	// "thin:", "oci:"
	private int behindDriver() {
		int end = ORACLE.length();
		while (end < this.url.length() && TextSigns.isLetterOrDigit(this.url.charAt(end))) {
			end++;
		}
		boolean driver = end < this.url.length() && this.url.charAt(end) == ':'
				&& !this.url.startsWith(Redactor.MASK, ORACLE.length());
		return driver ? end + 1 : ORACLE.length();
	}

	/**
	 * The position behind two slashes, before which JSON may have backslashes.
	 * @param text any text
	 * @param start where they would begin
	 * @return -1 where none stand there
	 */
	static int behindSlashes(String text, int start) {
		int position = start;
		for (int slashes = 0; slashes < 2; slashes++) {
			while (position < text.length() && text.charAt(position) == '\\') {
				position++;
			}
			if (position == text.length() || text.charAt(position) != '/') {
				return -1;
			}
			position++;
		}
		return position;
	}

	// The position of the "@" that ends user and password, or -1. A password may hold a
	// slash, a question mark or a number sign that nobody encoded; what precedes the
	// first
	// of them then looks like a port and is none, and the last "@" counts.
	private int userinfoEnd(int start) {
		int end = start;
		int colon = -1;
		while (end < this.url.length() && "/?#\\".indexOf(this.url.charAt(end)) < 0) {
			if (this.url.charAt(end) == ':' && colon < 0) {
				colon = end;
			}
			end++;
		}
		int at = this.url.lastIndexOf('@', end - 1);
		if (isOracle() && this.url.lastIndexOf('@') == start) {
			// Nothing stands before the sign that begins the host
			return -1;
		}
		if (start == 0) {
			return (colon > 0 && at > colon) ? at : -1;
		}
		if (at >= start) {
			// More of the password may follow an @ that is not the last
			if (!isPort(this.url.indexOf(':', at), end)) {
				return this.url.lastIndexOf('@');
			}
			int query = this.url.indexOf('?', at);
			return this.url.lastIndexOf('@', (query >= 0) ? query : this.url.length());
		}
		int last = this.url.lastIndexOf('@');
		return ((isOracle() || (colon >= 0 && !isPort(colon, end))) && last > end) ? last : -1;
	}

	private boolean isPort(int colon, int end) {
		if (colon < 0 || colon >= end) {
			return true;
		}
		// The colons within the brackets of an IPv6 address are not followed by a port
		int bracket = this.url.lastIndexOf(']', end - 1);
		for (int i = Math.max(colon, bracket) + 1; i < end; i++) {
			char next = this.url.charAt(i);
			if ((next < '0' || next > '9') && next != ':' && next != ',') {
				return false;
			}
		}
		return true;
	}

	// Path parameters, such as ";jsessionid=1", hold values too.
	private void appendPath(int start, int end) {
		int position = start;
		while (position < end) {
			int semicolon = indexOf(';', position, end);
			if (semicolon < 0) {
				break;
			}
			int parameterEnd = semicolon + 1;
			while (parameterEnd < end && this.url.charAt(parameterEnd) != '/' && this.url.charAt(parameterEnd) != ';') {
				parameterEnd++;
			}
			int equals = indexOf('=', semicolon, parameterEnd);
			int valueStart = (equals >= 0) ? equals + 1 : parameterEnd;
			this.masked.append(this.url, position, valueStart);
			if (valueStart < parameterEnd) {
				this.masked.append(Redactor.MASK);
				// A slash within a value would end it; no name follows, so none is kept
				parameterEnd = isJdbc() ? nextSemicolon(braceEnd(valueStart, parameterEnd, end), end) : parameterEnd;
			}
			position = parameterEnd;
		}
		this.masked.append(this.url, position, end);
	}

	private boolean isJdbc() {
		return this.url.regionMatches(true, 0, "jdbc:", 0, 5);
	}

	// SQL Server takes a value in braces, which may hold a semicolon.
	private int braceEnd(int valueStart, int parameterEnd, int end) {
		if (this.url.charAt(valueStart) != '{') {
			return parameterEnd;
		}
		int brace = this.url.lastIndexOf('}', end - 1);
		return (brace > valueStart) ? Math.max(brace, parameterEnd) : end;
	}

	private int nextSemicolon(int start, int end) {
		int semicolon = indexOf(';', start, end);
		return (semicolon >= 0) ? semicolon : end;
	}

	private void appendQuery(int start, int end) {
		int position = start;
		while (position < end) {
			int separator = indexOf('&', position, end);
			int parameterEnd = (separator >= 0) ? separator : end;
			int equals = indexOf('=', position, parameterEnd);
			int valueStart = (equals >= 0) ? equals + 1 : position;
			this.masked.append(this.url, position, valueStart);
			if (valueStart < parameterEnd) {
				this.masked.append(Redactor.MASK);
			}
			if (separator >= 0) {
				this.masked.append('&');
			}
			position = parameterEnd + 1;
		}
	}

	private int indexOf(char wanted, int start, int end) {
		for (int i = start; i < end; i++) {
			if (this.url.charAt(i) == wanted) {
				return i;
			}
		}
		return -1;
	}

}
