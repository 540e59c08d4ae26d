// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sampling;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

/**
 * Checks a header that asks for a request to be recorded: {@code <expiry>.<signature>},
 * where the expiry is in seconds since 1970 and the signature is HMAC-SHA-256 over
 * {@code <expiry> <path>} in 64 lower-case hex digits. Step 2 of a request, on the
 * request thread; does not block.
 * <p>
 * What costs most comes last, and the signature is compared in constant time.
 */
final class ForcedSignature {

	private static final String ALGORITHM = "HmacSHA256";

	/** Seconds have ten until the year 2286. */
	private static final int MAX_EXPIRY_DIGITS = 10;

	private static final int SIGNATURE_DIGITS = 64;

	private static final HexFormat HEX = HexFormat.of();

	private final SecretKeySpec key;

	private final long maxSeconds;

	private final InstantSource clock;

	ForcedSignature(ForcedProperties properties, InstantSource clock) {
		this.key = new SecretKeySpec(properties.secret().getBytes(StandardCharsets.UTF_8), ALGORITHM);
		this.maxSeconds = properties.maxValidity().toSeconds();
		this.clock = clock;
	}

	/**
	 * Checks.
	 * @param header any text
	 * @param path path of the request as it was sent
	 * @return {@link ForcedOutcome#ACCEPTED} or why not
	 */
	ForcedOutcome check(String header, String path) {
		int dot = header.indexOf('.');
		if (dot < 1 || dot > MAX_EXPIRY_DIGITS || header.length() != dot + 1 + SIGNATURE_DIGITS
				|| !isOf(header, 0, dot, '9') || !isOf(header, dot + 1, header.length(), 'f')) {
			return ForcedOutcome.MALFORMED;
		}
		long left = Long.parseLong(header, 0, dot, 10) - this.clock.instant().getEpochSecond();
		if (left <= 0) {
			return ForcedOutcome.EXPIRED;
		}
		if (left > this.maxSeconds) {
			return ForcedOutcome.TOO_FAR;
		}
		byte[] signature = sign(header.substring(0, dot) + " " + path);
		return (signature != null && MessageDigest.isEqual(signature, HEX.parseHex(header, dot + 1, header.length())))
				? ForcedOutcome.ACCEPTED : ForcedOutcome.SIGNATURE;
	}

	// Digits, and the letters a to f where the last one is f
	private static boolean isOf(String text, int start, int end, char last) {
		for (int i = start; i < end; i++) {
			char character = text.charAt(i);
			boolean digit = character >= '0' && character <= '9';
			if (!digit && (character < 'a' || character > last)) {
				return false;
			}
		}
		return true;
	}

	private byte @Nullable [] sign(String text) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(this.key);
			return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
		}
		catch (GeneralSecurityException ex) {
			// Every Java platform has it
			return null;
		}
	}

}
