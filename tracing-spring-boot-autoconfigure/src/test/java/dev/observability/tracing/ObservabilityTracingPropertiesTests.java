// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

class ObservabilityTracingPropertiesTests {

	private static ObservabilityTracingProperties bind(Map<String, Object> values) {
		return new Binder(new MapConfigurationPropertySource(values)).bindOrCreate("observability.tracing",
				ObservabilityTracingProperties.class);
	}

	private static InvalidTracingPropertyException refused(Map<String, Object> values) {
		Throwable thrown = assertThatException().isThrownBy(() -> bind(values)).actual();
		while (thrown.getCause() != null) {
			thrown = thrown.getCause();
		}
		assertThat(thrown).isInstanceOf(InvalidTracingPropertyException.class);
		return (InvalidTracingPropertyException) thrown;
	}

	@Test
	void recordsEveryTraceAndExportsNothingByDefault() {
		ObservabilityTracingProperties properties = bind(Map.of());
		assertThat(properties.enabled()).isTrue();
		assertThat(properties.sampleRate()).isEqualTo(1.0);
		assertThat(properties.endpoint()).isNull();
		assertThat(properties.headers()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "grpc, GRPC", "http/protobuf, HTTP_PROTOBUF", "HTTP/PROTOBUF, HTTP_PROTOBUF",
			"http-protobuf, HTTP_PROTOBUF" })
	void bindsTheSpellingsOfProtocols(String spelling, ObservabilityTracingProperties.Protocol protocol) {
		assertThat(bind(Map.of("observability.tracing.protocol", spelling)).protocol()).isEqualTo(protocol);
	}

	@ParameterizedTest
	@ValueSource(strings = { "1.5", "-0.1", "NaN", "Infinity", "1.0000001" })
	void refusesShareOutsideOfZeroToOne(String rate) {
		InvalidTracingPropertyException exception = refused(Map.of("observability.tracing.sample-rate", rate));
		assertThat(exception.getKey()).isEqualTo("observability.tracing.sample-rate");
		assertThat(exception.getValue()).isEqualTo(rate);
		assertThat(exception.getRange()).contains("[0, 1]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "1", "0.0", "1e-9" })
	void takesTheBoundsOfTheShare(String rate) {
		assertThat(bind(Map.of("observability.tracing.sample-rate", rate)).sampleRate())
			.isEqualTo(Double.parseDouble(rate));
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1s", "0ms" })
	void refusesTimeoutThatIsNotPositive(String timeout) {
		assertThat(refused(Map.of("observability.tracing.timeout", timeout)).getKey())
			.isEqualTo("observability.tracing.timeout");
	}

	@Test
	void readsTimeoutWithoutUnitAsMilliseconds() {
		assertThat(bind(Map.of("observability.tracing.timeout", "2500")).timeout()).isEqualTo(Duration.ofMillis(2500));
	}

	@Test
	void refusesCredentialsInTheEndpointWithoutPrintingThem() {
		InvalidTracingPropertyException exception = refused(
				Map.of("observability.tracing.endpoint", "https://user:s3cret@host:4318"));
		assertThat(exception.getValue()).isEqualTo("https://***@host:4318");
		assertThat(exception.getFix()).contains("observability.tracing.headers");
		assertThat(exception.getMessage()).doesNotContain("s3cret");
	}

	@Test
	void countsBlankEndpointAsNotSet() {
		assertThat(bind(Map.of("observability.tracing.endpoint", " ")).endpoint()).isBlank();
	}

	@ParameterizedTest
	@ValueSource(strings = { "[X Foo]", "[X:Foo]", "[naïve]", "[X\r\nFoo]" })
	void refusesNamesThatAreNoHeader(String name) {
		InvalidTracingPropertyException exception = refused(Map.of("observability.tracing.headers" + name, "s3cret"));
		assertThat(exception.getKey()).startsWith("observability.tracing.headers[").doesNotContain("\n");
		assertThat(exception.getMessage()).contains("RFC 9110").doesNotContain("s3cret");
	}

	@ParameterizedTest
	@ValueSource(strings = { "s3cret\r\nX-Evil: 1", "s3cret\n", "s3cret\u0000", "s3cret\u007f", "s3crét" })
	void refusesValuesThatAreNoHeaderWithoutPrintingThem(String value) {
		InvalidTracingPropertyException exception = refused(Map.of("observability.tracing.headers[X-Key]", value));
		assertThat(exception.getKey()).isEqualTo("observability.tracing.headers[X-Key]");
		assertThat(exception.getValue()).isNull();
		assertThat(exception.getMessage() + exception.getFix()).doesNotContain("s3cr");
	}

	@Test
	void printsNoHeaderAndNoCredentials() {
		ObservabilityTracingProperties properties = bind(Map.of("observability.tracing.headers[X-Key]", "s3cret",
				"observability.tracing.endpoint", "https://host:4318?token=s3cret"));
		assertThat(properties.toString()).contains("X-Key").doesNotContain("s3cret");
	}

}
