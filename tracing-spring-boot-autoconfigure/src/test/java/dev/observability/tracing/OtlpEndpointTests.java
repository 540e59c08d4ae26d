// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class OtlpEndpointTests {

	@ParameterizedTest
	@CsvSource({ "localhost:4317, http://localhost:4317, http://localhost:4317/v1/traces",
			"[::1]:4318, http://[::1]:4318, http://[::1]:4318/v1/traces",
			"http://collector:4318, http://collector:4318, http://collector:4318/v1/traces",
			"HTTPS://collector:4318/, https://collector:4318, https://collector:4318/v1/traces",
			"https://collector, https://collector, https://collector/v1/traces",
			"https://c:4318/otlp/v1/traces, https://c:4318/otlp/v1/traces, https://c:4318/otlp/v1/traces",
			"https://c:4318?a=b, https://c:4318?a=b, https://c:4318/v1/traces?a=b",
			"http://[2001:db8::1]:4317, http://[2001:db8::1]:4317, http://[2001:db8::1]:4317/v1/traces" })
	void becomesTheUrlThatAnExporterTakes(String text, String grpc, String http) {
		OtlpEndpoint endpoint = OtlpEndpoint.parse(text);
		assertThat(endpoint.toUrl(true, false)).isEqualTo(grpc);
		assertThat(endpoint.toUrl(true, true)).isEqualTo(http);
	}

	@Test
	void usesTlsForBareHostAndPortWhereNotPlain() {
		assertThat(OtlpEndpoint.parse("collector:4317").toUrl(false, false)).isEqualTo("https://collector:4317");
	}

	@Test
	void keepsTheSchemeThatWasWritten() {
		assertThat(OtlpEndpoint.parse("http://collector:4317").toUrl(false, false)).isEqualTo("http://collector:4317");
		assertThat(OtlpEndpoint.parse("https://localhost:4317").toUrl(true, false)).isEqualTo("https://localhost:4317");
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost:1", "LOCALHOST:1", "127.0.0.1:1", "127.9.8.7:1", "[::1]:1",
			"[0:0:0:0:0:0:0:1]:1", "http://[::1]:1" })
	void knowsThisMachine(String text) {
		assertThat(OtlpEndpoint.parse(text).isLoopback()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "collector:1", "localhost.example.com:1", "128.0.0.1:1", "[::2]:1", "127.0.0.1.nip.io:1" })
	void knowsThatAnotherHostIsNotThisMachine(String text) {
		assertThat(OtlpEndpoint.parse(text).isLoopback()).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "htp:/x | neither http nor https", "ftp://host:21 | neither http nor https",
					"collector | no port", "collector:0 | [1, 65535]", "collector:65536 | [1, 65535]",
					"http://collector:65536 | [1, 65535]", "collector:999999 | [1, 65535]",
					"collector:99999999999999999999 | host:port", "http://collector:x | no host", "http:// | not a URL",
					"http://otel_collector:4317 | no host", "collector:4318/v1/traces | no scheme",
					"::1:4317 | brackets", "http://collector:4318#x | fragment", "collector:4317:4318 | brackets",
					"a b:1 | host:port", "http://a b:1 | not a URL", "user:pw@collector:4317 | headers",
					"https://user:pw@collector:4317 | headers", ": | host:port" })
	void refusesWithTheReason(String text, String reason) {
		assertThatIllegalArgumentException().isThrownBy(() -> OtlpEndpoint.parse(text)).withMessageContaining(reason);
	}

	@Test
	void refusesHugeTextAndRepeatsNothingOfIt() {
		String huge = "x".repeat(1_000_000) + ":y";
		assertThatIllegalArgumentException().isThrownBy(() -> OtlpEndpoint.parse(huge))
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(200));
	}

	@ParameterizedTest
	@CsvSource({ "https://user:pw@host:1/p, https://***@host:1/p", "user:p@ss@host:1, ***@host:1",
			"https://host/p?key=secret, https://host/p?***", "host:1, host:1",
			"https://user:pw@host?a=b@c, https://***@c" })
	void masksCredentialsAndQueries(String text, String masked) {
		assertThat(OtlpEndpoint.mask(text)).isEqualTo(masked);
	}

}
