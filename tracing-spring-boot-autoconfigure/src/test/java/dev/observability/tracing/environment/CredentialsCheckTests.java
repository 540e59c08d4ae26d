// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.environment;

import dev.observability.tracing.InvalidTracingPropertyException;
import dev.observability.tracing.OtlpBackendsProperties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.Binder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CredentialsCheck}.
 */
class CredentialsCheckTests {

	private static final String OURS = "observability.tracing.";

	private static final String BOOTS = "management.opentelemetry.tracing.export.otlp.";

	private static final String FURTHER = "observability.tracing.export.otlp.vendor.";

	private static void check(String... keysAndValues) {
		check(null, keysAndValues);
	}

	private static void check(@Nullable Boolean insecure, String... keysAndValues) {
		MappedEnvironment environment = new MappedEnvironment();
		for (int i = 0; i < keysAndValues.length; i += 2) {
			environment.property(keysAndValues[i], keysAndValues[i + 1]);
		}
		PropertyLookup lookup = environment.map();
		new CredentialsCheck(lookup).check(insecure, Binder.get(lookup.environment())
			.bindOrCreate("observability.tracing.export", OtlpBackendsProperties.class));
	}

	private static InvalidTracingPropertyException refused(String... keysAndValues) {
		return assertThatExceptionOfType(InvalidTracingPropertyException.class).isThrownBy(() -> check(keysAndValues))
			.satisfies((ex) -> assertThat(ex.getMessage() + ex.getFix()).doesNotContain("s3cret"))
			.actual();
	}

	private static void accepted(String... keysAndValues) {
		assertThatCode(() -> check(keysAndValues)).doesNotThrowAnyException();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Authorization", "authorization", "Proxy-Authorization", "api-key", "x-api-key", "apikey",
			"X-ApiKey", "DD-API-KEY", "x-sf-token", "lightstep-access-token", "signoz-ingestion-key",
			"x-honeycomb-team", "x-client-secret", "x-password", "Cookie", "x-sentry-auth", "uptrace-dsn",
			"X_Auth_Token", "X-Amz-Security-Token", "license-key" })
	void refusesHeadersThatAreCredentialsByName(String header) {
		InvalidTracingPropertyException exception = refused(OURS + "endpoint", "http://collector:4318",
				OURS + "headers[" + header + "]", "s3cret");
		assertThat(exception.getKey()).isEqualTo("observability.tracing.endpoint");
		assertThat(exception.getValue()).isEqualTo("http://collector:4318/v1/traces");
		assertThat(exception.getRange()).contains("https", "this machine", "the header '" + header + "'");
		assertThat(exception.getFix()).contains("observability.tracing.insecure=true");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Bearer s3cret", "basic s3cret", "Api-Token s3cret", "eyJhbGciOi.eyJzdWIi.s3cret",
			"https://s3cret@api.example", "  Bearer  s3cret " })
	void refusesHeadersThatAreCredentialsByValue(String value) {
		assertThat(refused(OURS + "endpoint", "http://collector:4318", OURS + "headers.x-whatever", value).getRange())
			.contains("the header 'x-whatever'");
	}

	@ParameterizedTest
	@CsvSource({ "x-scope-orgid, tenant-1", "x-tenant, blue", "x-axiom-dataset, traces", "content-language, en",
			"x-author, me", "x-monitor, on", "authorization, ''", "x-basics, basic" })
	void acceptsOtherHeaders(String header, String value) {
		accepted(OURS + "endpoint", "http://collector:4318", OURS + "headers." + header, value);
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost:4317", "http://localhost:4318", "http://127.0.0.1:4318", "http://[::1]:4318",
			"https://collector:4318", "collector:4317", "https://collector/v1/traces?key=s3cret" })
	void acceptsThisMachineAndTls(String endpoint) {
		accepted(OURS + "endpoint", endpoint, OURS + "headers.authorization", "s3cret");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://localhost.example.com:4318", "http://127.0.0.1.nip.io:4318", "http://[::2]:4318",
			"http://collector:4318", "HTTP://collector:4318", "http://10.0.0.1:4318",
			"http://host.docker.internal:4318" })
	void refusesEveryOtherMachine(String endpoint) {
		refused(OURS + "endpoint", endpoint, OURS + "headers.authorization", "s3cret");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://localhost@collector:4318/v1/traces", "http://u:s3cret@collector:4318/v1/traces",
			"http://s3cret@otel_collector:4318/v1/traces" })
	void refusesAUserInBootsEndpoint(String endpoint) {
		InvalidTracingPropertyException exception = refused(BOOTS + "endpoint", endpoint);
		assertThat(exception.getKey()).isEqualTo(BOOTS + "endpoint");
		assertThat(exception.getValue()).startsWith("http://***@");
		assertThat(exception.getRange()).contains("the user before the '@'");
	}

	@Test
	void refusesAQueryWithAKey() {
		InvalidTracingPropertyException exception = refused(OURS + "endpoint",
				"http://collector:4318/v1/traces?tenant=a&api_key=s3cret");
		assertThat(exception.getRange()).contains("the query parameter 'api_key'");
		assertThat(exception.getValue()).isEqualTo("http://collector:4318/v1/traces?***");
		accepted(OURS + "endpoint", "http://collector:4318/v1/traces?tenant=a&api_key=");
	}

	@Test
	void refusesBootsOwnKeysAndNamesThem() {
		assertThat(refused(BOOTS + "endpoint", "http://collector:4318/v1/traces", BOOTS + "headers.api-key", "s3cret")
			.getKey()).isEqualTo(BOOTS + "endpoint");
		assertThat(
				refused(BOOTS + "endpoint", "http://otel_collector:4318/v1/traces", OURS + "headers.api-key", "s3cret")
					.getKey())
			.isEqualTo(BOOTS + "endpoint");
	}

	@Test
	void acceptsWhatTheUserWants() {
		assertThatCode(
				() -> check(true, OURS + "endpoint", "http://collector:4318", OURS + "headers.authorization", "s3cret"))
			.doesNotThrowAnyException();
		accepted(FURTHER + "endpoint", "http://collector:4318", FURTHER + "headers.authorization", "s3cret",
				FURTHER + "insecure", "true");
	}

	@Test
	void refusesPlainHttpThatTheSchemeAsksForAndInsecureDenies() {
		refused(FURTHER + "endpoint", "http://collector:4318", FURTHER + "headers.authorization", "s3cret",
				FURTHER + "insecure", "false");
		assertThatExceptionOfType(InvalidTracingPropertyException.class).isThrownBy(() -> check(false,
				OURS + "endpoint", "http://collector:4318", OURS + "headers.authorization", "s3cret"));
	}

	@Test
	void insecureOfOneIsNotThatOfAnother() {
		assertThatExceptionOfType(InvalidTracingPropertyException.class)
			.isThrownBy(() -> check(true, FURTHER + "endpoint", "http://collector:4318",
					FURTHER + "headers.authorization", "s3cret"))
			.satisfies((exception) -> {
				assertThat(exception.getKey()).isEqualTo(FURTHER + "endpoint");
				assertThat(exception.getFix()).contains(FURTHER + "insecure=true");
			});
		assertThatExceptionOfType(InvalidTracingPropertyException.class)
			.isThrownBy(() -> check(false, OURS + "endpoint", "http://collector:4318", OURS + "headers.authorization",
					"s3cret", FURTHER + "endpoint", "http://collector:4318", FURTHER + "insecure", "true"));
	}

	@Test
	void headersOfOneAreNotThoseOfAnother() {
		accepted(OURS + "endpoint", "http://collector:4318", FURTHER + "endpoint", "https://collector:4318",
				FURTHER + "headers.authorization", "s3cret");
		accepted(FURTHER + "endpoint", "http://collector:4318", OURS + "endpoint", "https://collector:4318",
				OURS + "headers.authorization", "s3cret");
	}

	@ParameterizedTest
	@ValueSource(strings = { "management.opentelemetry.enabled", "management.tracing.export.enabled",
			"management.tracing.export.otlp.enabled" })
	void whatIsOffSendsNothing(String key) {
		accepted(OURS + "endpoint", "http://collector:4318", OURS + "headers.authorization", "s3cret", key, "false");
	}

	@Test
	void backEndThatIsOffSendsNothing() {
		accepted(FURTHER + "endpoint", "http://collector:4318", FURTHER + "headers.authorization", "s3cret",
				FURTHER + "enabled", "false");
	}

	@Test
	void leavesWhatIsNoUrlToWhoReportsIt() {
		accepted(BOOTS + "endpoint", "http://a b", BOOTS + "headers.api-key", "s3cret");
	}

}
