// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import dev.observability.tracing.testing.OtlpReceiver;
import dev.observability.tracing.testing.ReceivedSpan;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that no secret is in any byte that a collector got.
 */
class ExportPrivacyTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	@ParameterizedTest
	@ValueSource(strings = { "http", "grpc" })
	void noSecretIsInAnyByteThatTheCollectorGot(String transport) {
		try (OtlpReceiver receiver = OtlpReceiver.start();
				ExportTestApplication application = ExportTestApplication.start(receiver, transport)) {
			String url = "http://user:secret1@localhost:" + application.port() + "/ok?token=secret2";
			assertThat(application.get("/call?url=" + URLEncoder.encode(url, StandardCharsets.UTF_8))).isEqualTo(200);
			assertThat(application.get("/fail?secret=secret3")).isEqualTo(500);
			assertThat(application.get("/sql?secret=secret4")).isEqualTo(500);
			List<ReceivedSpan> spans = receiver.await(
					(received) -> received.stream().filter((span) -> "SERVER".equals(span.kind())).count() >= 4,
					TIMEOUT);
			assertThat(receiver.bodies()).isNotEmpty()
				.allSatisfy(
						(body) -> assertThat(new String(body, StandardCharsets.ISO_8859_1)).doesNotContain("secret1")
							.doesNotContain("secret2")
							.doesNotContain("secret3")
							.doesNotContain("secret4"));
			assertThat(spans.toString())
				.contains("http://REDACTED:REDACTED@localhost:" + application.port() + "/ok?token=REDACTED")
				.contains("cannot read http://REDACTED:REDACTED@host/x?token=REDACTED");
			assertThat(spans).flatExtracting(ReceivedSpan::events)
				.anySatisfy((event) -> assertThat(String.valueOf(event.attributes().get("exception.stacktrace")))
					.contains("JdbcSQLIntegrityConstraintViolationException")
					.contains("\tat org.h2."));
		}
	}

}
