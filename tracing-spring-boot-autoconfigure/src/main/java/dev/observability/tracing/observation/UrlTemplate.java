// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

/**
 * The path of a URI template: clients hand out the whole, base URL included. Step 6 of a
 * request, on the thread that calls.
 */
final class UrlTemplate {

	private UrlTemplate() {
	}

	/**
	 * Returns what comes after scheme and authority, without the query.
	 * @param template template such as {@code https://host/orders/{id}?full={full}}
	 * @return the path, with a slash at its beginning
	 */
	static String path(String template) {
		int authority = template.indexOf("://");
		int path = 0;
		if (authority >= 0) {
			path = template.indexOf('/', authority + "://".length());
			if (path < 0) {
				return "/";
			}
		}
		int end = end(template, path);
		String result = template.substring(path, end);
		return result.startsWith("/") ? result : "/" + result;
	}

	// A question mark inside braces belongs to the pattern of a variable
	private static int end(String template, int from) {
		int depth = 0;
		for (int i = from; i < template.length(); i++) {
			char next = template.charAt(i);
			if (next == '{') {
				depth++;
			}
			else if (next == '}' && depth > 0) {
				depth--;
			}
			else if (depth == 0 && (next == '?' || next == '#')) {
				return i;
			}
		}
		return template.length();
	}

}
