// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.page;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

/**
 * Who has shown the token: a cookie with a random value, which ends with the process.
 * Step 11 of a request. Everything is compared in a time that does not tell how much was
 * right.
 */
final class Session {

	private static final String COOKIE = "tracing-viewer";

	private static final int BYTES = 32;

	private final byte @Nullable [] token;

	private final String value;

	Session(@Nullable String token) {
		this.token = (token != null) ? token.getBytes(StandardCharsets.UTF_8) : null;
		byte[] random = new byte[BYTES];
		new SecureRandom().nextBytes(random);
		this.value = HexFormat.of().formatHex(random);
	}

	boolean isToken(String text) {
		return this.token != null && MessageDigest.isEqual(this.token, text.getBytes(StandardCharsets.UTF_8));
	}

	boolean isOpen(PageRequest request) {
		if (this.token == null) {
			return false;
		}
		String name = name(request);
		for (String line : request.headers("Cookie")) {
			for (String cookie : line.split(";")) {
				int equals = cookie.indexOf('=');
				if (equals > 0 && cookie.substring(0, equals).trim().equals(name)
						&& isValue(cookie.substring(equals + 1).trim())) {
					return true;
				}
			}
		}
		return false;
	}

	/*
	 * A browser sends a cookie to all ports of a host. By one name the pages of two
	 * services on this machine would overwrite each other's.
	 */
	private static String name(PageRequest request) {
		String port = HostLine.of(request.header("Host")).port();
		return port.isEmpty() ? COOKIE : COOKIE + "-" + port;
	}

	private boolean isValue(String text) {
		return MessageDigest.isEqual(this.value.getBytes(StandardCharsets.UTF_8),
				text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Returns the header that opens the session.
	 * @param request that with the token
	 * @return value of {@code Set-Cookie}
	 */
	String cookie(PageRequest request) {
		return name(request) + "=" + this.value + "; Path=" + request.basePath() + "; HttpOnly; SameSite=Strict"
				+ (request.isSecure() ? "; Secure" : "");
	}

}
