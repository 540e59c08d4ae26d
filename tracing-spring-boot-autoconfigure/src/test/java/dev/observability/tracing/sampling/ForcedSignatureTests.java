// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sampling;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class ForcedSignatureTests {

	private static final long EXPIRY = 1_800_000_000;

	/** By {@code openssl dgst}: see the page. */
	private static final String SIGNATURE = "13045945fea74cd7455db5d4217c98ed7b5506df7d25413dbf6a348d1f609006";

	private static final String HEADER = EXPIRY + "." + SIGNATURE;

	@Test
	void takesWhatOpensslSigned() {
		assertThat(check(60, HEADER, "/orders")).isEqualTo(ForcedOutcome.ACCEPTED);
		assertThat(check(60, EXPIRY + ".73b85380efbfc6e4341d170af95b5d33e0443b741bd76cacafd98808deb3ce2e",
				"/actuator/health"))
			.isEqualTo(ForcedOutcome.ACCEPTED);
	}

	@ParameterizedTest
	@CsvSource({ "/order", "/orders/", "/Orders", "//orders", "''", "/orders?a=1" })
	void holdsForOnePathAlone(String path) {
		assertThat(check(60, HEADER, path)).isEqualTo(ForcedOutcome.SIGNATURE);
	}

	@Test
	void holdsForOneExpiryAlone() {
		assertThat(check(60, (EXPIRY + 1) + "." + SIGNATURE, "/orders")).isEqualTo(ForcedOutcome.SIGNATURE);
		assertThat(check(60, "0" + HEADER, "/orders")).isEqualTo(ForcedOutcome.MALFORMED);
	}

	@Test
	void holdsForOneSecretAlone() {
		ForcedSignature other = signature("0123456789abcdeg", 60);
		assertThat(other.check(HEADER, "/orders")).isEqualTo(ForcedOutcome.SIGNATURE);
	}

	@ParameterizedTest
	@CsvSource({ "3601, TOO_FAR", "3600, ACCEPTED", "1, ACCEPTED", "0, EXPIRED", "-1, EXPIRED" })
	void holdsFromAnHourBeforeItsExpiry(long secondsLeft, ForcedOutcome outcome) {
		assertThat(check(secondsLeft, HEADER, "/orders")).isEqualTo(outcome);
	}

	static String[] malformed() {
		return new String[] { "", ".", "1", EXPIRY + "", EXPIRY + ".", "." + SIGNATURE, HEADER + "0",
				HEADER.substring(0, HEADER.length() - 1), EXPIRY + "." + SIGNATURE.toUpperCase(Locale.ROOT),
				" " + HEADER, HEADER + " ", "+" + HEADER, "-" + HEADER, "1e9." + SIGNATURE, "18000000000." + SIGNATURE,
				"\u0661." + SIGNATURE, EXPIRY + "." + SIGNATURE.replace('f', 'g'), EXPIRY + "," + SIGNATURE,
				HEADER + "," + HEADER, "x".repeat(65_536), "9".repeat(65_536), "1." + "f".repeat(65_536) };
	}

	@ParameterizedTest
	@MethodSource("malformed")
	void refusesWhatIsNotOfTheForm(String header) {
		assertThat(check(60, header, "/orders")).isEqualTo(ForcedOutcome.MALFORMED);
	}

	private static ForcedOutcome check(long secondsLeft, String header, String path) {
		return signature("0123456789abcdef", secondsLeft).check(header, path);
	}

	private static ForcedSignature signature(String secret, long secondsLeft) {
		Instant now = Instant.ofEpochSecond(EXPIRY - secondsLeft);
		return new ForcedSignature(new ForcedProperties(secret, "X-Trace-Force", Duration.ofHours(1), 10), () -> now);
	}

}
