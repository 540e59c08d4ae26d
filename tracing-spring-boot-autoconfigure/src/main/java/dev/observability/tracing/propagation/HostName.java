// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Reads the host of a call at step 6 of a request, for {@link HostRules}. Any thread;
 * never throws and never asks a name server.
 *
 * @param text lower case, without a trailing dot and without the brackets of an IPv6
 * address
 * @param loopback whether it means this machine
 * @param singleLabel whether it is a name of ASCII without a dot, as services have in a
 * container network
 */
record HostName(String text, boolean loopback, boolean singleLabel) {

	/** RFC 1035 allows 253 characters, to which come a dot or two brackets. */
	static final int MAX_LENGTH = 255;

	/**
	 * Reads a host.
	 * @param host a name, an IPv4 address, or an IPv6 address with or without brackets
	 * @return what it is, or {@code null} where it is none of these
	 */
	static @Nullable HostName parse(String host) {
		if (host.indexOf(':') >= 0) {
			return parseIpv6(host);
		}
		String text = lowerCase(host.endsWith(".") ? host.substring(0, host.length() - 1) : host);
		if (!isName(text)) {
			return null;
		}
		if (endsInNumber(text)) {
			return new HostName(text, isIpv4Loopback(text), false);
		}
		// RFC 6761, section 6.3: localhost and what lies below it
		boolean loopback = text.equals("localhost") || text.endsWith(".localhost");
		return new HostName(text, loopback, isSingleLabel(text));
	}

	private static @Nullable HostName parseIpv6(String host) {
		boolean bracketed = host.startsWith("[") && host.endsWith("]");
		String text = lowerCase(bracketed ? host.substring(1, host.length() - 1) : host);
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			if (Character.digit(character, 16) < 0 && character != ':' && character != '.') {
				return null;
			}
		}
		try {
			// With brackets the JDK takes it for an address or throws; it asks nobody
			InetAddress address = InetAddress.getByName("[" + text + "]");
			return new HostName(text, address.isLoopbackAddress(), false);
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

	private static boolean isName(String text) {
		if (text.isEmpty() || text.charAt(0) == '.' || text.contains("..") || text.endsWith(".")) {
			return false;
		}
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			boolean allowed = character >= 'a' && character <= 'z' || character >= '0' && character <= '9'
					|| character == '-' || character == '.' || character == '_' || character > 0x7F;
			if (!allowed) {
				return false;
			}
		}
		return true;
	}

	// Resolvers read U+3002 and others as a dot, so a name beyond ASCII may have several
	private static boolean isSingleLabel(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (text.charAt(i) == '.' || text.charAt(i) > 0x7F) {
				return false;
			}
		}
		return true;
	}

	// Like the URL standard: 134744072 and 0x8080808 are ways to write 8.8.8.8, not names
	private static boolean endsInNumber(String text) {
		String label = text.substring(text.lastIndexOf('.') + 1);
		if (label.startsWith("0x")) {
			return true;
		}
		for (int i = 0; i < label.length(); i++) {
			if (label.charAt(i) < '0' || label.charAt(i) > '9') {
				return false;
			}
		}
		return true;
	}

	private static boolean isIpv4Loopback(String text) {
		List<String> parts = List.of(text.split("\\.", -1));
		return parts.size() == 4 && parts.get(0).equals("127") && parts.stream().allMatch(HostName::isOctet);
	}

	private static boolean isOctet(String part) {
		return !part.isEmpty() && part.length() <= 3 && part.chars().allMatch((digit) -> digit >= '0' && digit <= '9')
				&& Integer.parseInt(part) <= 255;
	}

	// Not by String.toLowerCase, which makes the Kelvin sign an ASCII k
	private static String lowerCase(String text) {
		StringBuilder lower = new StringBuilder(text.length());
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			lower.append((character >= 'A' && character <= 'Z') ? (char) (character + ('a' - 'A')) : character);
		}
		return lower.toString();
	}

}
