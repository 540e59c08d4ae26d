// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.correlation;

import java.util.Collections;
import java.util.List;

import dev.observability.tracing.InvalidTracingPropertyException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CorrelationPropertiesTests {

	@Test
	void readsEachHeaderOnceAndItsOwnFirst() {
		assertThat(with("X-Id", List.of("x-id", "X-Request-ID", " X-Request-Id ", "", "Other"), "false").readHeaders())
			.containsExactly("X-Id", "X-Request-ID", "Other");
	}

	@Test
	void aBlankNameCountsAsNotSet() {
		assertThat(with("  ", List.of(), "").header()).isEqualTo("X-Correlation-ID");
		assertThat(with("  ", List.of(), "").traceIdResponseHeader()).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "true,X-Trace-Id", "ON,X-Trace-Id", "yes,X-Trace-Id", "false,", "Off,", "no,", "X-Own,X-Own",
			"Trace,Trace" })
	void theTraceIdHeaderIsASwitchOrAName(String value, @Nullable String name) {
		assertThat(with("X-Id", List.of(), value).traceIdResponseHeader()).isEqualTo(name);
	}

	@ParameterizedTest
	@ValueSource(strings = { "X Id", "X-Id:", "X-\u00cfd", "X-Id\r\nSet-Cookie", "\"X\"", "a(b)" })
	void refusesWhatIsNoHeaderName(String name) {
		assertRefused("header", () -> with(name, List.of(), "false"));
		assertRefused("accepted-headers", () -> with("X-Id", List.of("X-Request-ID", name), "false"));
		assertRefused("trace-id-header", () -> with("X-Id", List.of(), name));
	}

	@ParameterizedTest
	@ValueSource(strings = { "Set-Cookie", "content-length", "TRACEPARENT", "Authorization", "Server-Timing" })
	void refusesAHeaderThatHasAMeaningAlready(String name) {
		assertRefused("header", () -> with(name, List.of(), "false"));
		assertRefused("accepted-headers", () -> with("X-Id", List.of(name), "false"));
		assertRefused("trace-id-header", () -> with("X-Id", List.of(), name));
	}

	@Test
	void refusesOneHeaderForBothIds() {
		assertRefused("trace-id-header", () -> with("X-Trace-Id", List.of(), "x-trace-id"));
		assertRefused("trace-id-header", () -> with("X-Trace-Id", List.of(), "true"));
	}

	@Test
	void refusesMoreThan64CharactersOrMoreThan16Names() {
		assertThat(with("x".repeat(64), Collections.nCopies(16, "X-Id"), "false").header()).hasSize(64);
		assertRefused("header", () -> with("x".repeat(65), List.of(), "false"));
		assertRefused("accepted-headers", () -> with("X-Id", Collections.nCopies(17, "X-Id"), "false"));
	}

	private static void assertRefused(String key, Runnable action) {
		assertThatExceptionOfType(InvalidTracingPropertyException.class).isThrownBy(action::run).satisfies((ex) -> {
			assertThat(ex.getKey()).isEqualTo("observability.tracing.correlation." + key);
			assertThat(String.valueOf(ex.getMessage())).doesNotContain("\r").doesNotContain("\n");
		});
	}

	private static CorrelationProperties with(String header, List<String> accepted, String traceIdHeader) {
		return new CorrelationProperties(true, header, accepted, true, true, traceIdHeader, false);
	}

}
