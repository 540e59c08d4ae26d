// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.util.Locale;

/**
 * The path of a URL without the id of the session, which servlet containers append to it.
 * Step 2 of a request, on the request thread.
 */
final class UrlPath {

	private static final String SESSION = ";jsessionid=";

	private UrlPath() {
	}

	static String withoutSession(String path) {
		if (path.indexOf(';') < 0) {
			return path;
		}
		int start = path.toLowerCase(Locale.ROOT).indexOf(SESSION);
		if (start < 0) {
			return path;
		}
		int end = start + SESSION.length();
		while (end < path.length() && path.charAt(end) != '/' && path.charAt(end) != ';') {
			end++;
		}
		return withoutSession(path.substring(0, start) + path.substring(end));
	}

}
