// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.page;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What a line of {@code Host} says: by which name the server was called, and on which
 * port. Step 11 of a request. Source: RFC 9110, section 7.2.
 *
 * @param name all before the port, empty where there is no line
 * @param port digits, empty where it is that of the scheme
 * @since 0.1.0
 */
public record HostLine(String name, String port) {

	private static final Pattern PORT = Pattern.compile(":([0-9]{1,5})$");

	/**
	 * Takes a line apart.
	 * @param line a value of {@code Host}, or {@code null}
	 * @return its parts
	 */
	public static HostLine of(@Nullable String line) {
		String host = (line != null) ? line.trim() : "";
		Matcher port = PORT.matcher(host);
		return port.find() ? new HostLine(host.substring(0, port.start()), port.group(1)) : new HostLine(host, "");
	}

}
