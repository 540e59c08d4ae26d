// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

/**
 * The path of a URL without the id of the session, which servlet containers append to it.
 * Step 2 of a request, on the request thread.
 */
final class UrlPath {

	private static final String SESSION = ";jsessionid=";

	private UrlPath() {
	}

	static String withoutSession(String path) {
		int semicolon = path.indexOf(';');
		return (semicolon < 0) ? path : withoutSession(path, semicolon);
	}

	// One pass, whatever a caller sends
	private static String withoutSession(String path, int from) {
		StringBuilder result = new StringBuilder(path.length());
		int copied = 0;
		for (int start = from; start >= 0; start = path.indexOf(';', start + 1)) {
			if (path.regionMatches(true, start, SESSION, 0, SESSION.length())) {
				result.append(path, copied, start);
				copied = end(path, start + SESSION.length());
			}
		}
		return result.append(path, copied, path.length()).toString();
	}

	private static int end(String path, int from) {
		int end = from;
		while (end < path.length() && path.charAt(end) != '/' && path.charAt(end) != ';') {
			end++;
		}
		return end;
	}

}
