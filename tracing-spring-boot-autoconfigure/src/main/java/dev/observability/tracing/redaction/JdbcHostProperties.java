// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

/**
 * Masks user and password among the properties that MySQL and MariaDB take per host, as
 * in {@code jdbc:mysql://(host=a,user=b,password=c)/d}. Any thread.
 */
final class JdbcHostProperties {

	private static final String[] SECRETS = { "password=", "user=" };

	private JdbcHostProperties() {
	}

	static String mask(String url) {
		int position = url.indexOf('(') + 1;
		if (position == 0 || !url.regionMatches(true, 0, "jdbc:", 0, 5)) {
			return url;
		}
		StringBuilder masked = new StringBuilder(url.length()).append(url, 0, position);
		while (position < url.length()) {
			int valueStart = valueStart(url, position);
			if (valueStart < 0) {
				masked.append(url.charAt(position));
				position++;
				continue;
			}
			masked.append(url, position, valueStart).append(Redactor.MASK);
			position = valueStart;
			while (position < url.length() && url.charAt(position) != ',' && url.charAt(position) != ')') {
				position++;
			}
		}
		return masked.toString();
	}

	private static int valueStart(String url, int position) {
		char before = url.charAt(position - 1);
		if (before == '(' || before == ',') {
			for (String secret : SECRETS) {
				if (url.regionMatches(true, position, secret, 0, secret.length())) {
					return position + secret.length();
				}
			}
		}
		return -1;
	}

}
