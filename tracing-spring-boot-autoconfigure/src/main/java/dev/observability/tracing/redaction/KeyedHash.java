// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

/**
 * Tells equal values apart from others without telling them: HMAC-SHA-256 with a key of
 * the application. A plain hash of a mail address is found by trying all addresses. Any
 * thread; never throws.
 *
 * @since 0.1.0
 */
public final class KeyedHash {

	/** Half of the digits of a trace id, enough for every user there is. */
	private static final int BYTES = 8;

	private static final String ALGORITHM = "HmacSHA256";

	private final @Nullable SecretKeySpec key;

	/**
	 * Creates a hash.
	 * @param key any text, or {@code null} for one that masks
	 */
	public KeyedHash(@Nullable String key) {
		this.key = (key != null && !key.isBlank()) ? new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM)
				: null;
	}

	/**
	 * Hashes a value.
	 * @param value what must not be told
	 * @return 16 hexadecimal digits, the same for the same value and key; without a key
	 * {@link Redactor#MASK}
	 */
	public String of(String value) {
		if (this.key == null) {
			return Redactor.MASK;
		}
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(this.key);
			byte[] hash = mac.doFinal(value.getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(hash, 0, BYTES);
		}
		catch (GeneralSecurityException ex) {
			// Every Java platform has it
			return Redactor.MASK;
		}
	}

	@Override
	public String toString() {
		return (this.key != null) ? "KeyedHash{with a key}" : "KeyedHash{without a key}";
	}

}
