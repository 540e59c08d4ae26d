// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.observability.tracing.ObservabilityTracingProperties.Compression;
import dev.observability.tracing.OtlpBackendsProperties.Backend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

class OtlpBackendsPropertiesTests {

	private static final String PREFIX = "observability.tracing.export.otlp.";

	private static OtlpBackendsProperties bind(Map<String, Object> values) {
		return bind(values, Map.of());
	}

	private static OtlpBackendsProperties bind(Map<String, Object> values, Map<String, Object> variables) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().remove("systemProperties");
		environment.getPropertySources()
			.replace("systemEnvironment", new SystemEnvironmentPropertySource("systemEnvironment", variables));
		environment.getPropertySources().addLast(new MapPropertySource("file", values));
		ConfigurationPropertySources.attach(environment);
		return Binder.get(environment).bindOrCreate("observability.tracing.export", OtlpBackendsProperties.class);
	}

	private static Backend bind(String... keysAndValues) {
		Map<String, Object> values = new LinkedHashMap<>();
		for (int i = 0; i < keysAndValues.length; i += 2) {
			values.put(PREFIX + "x." + keysAndValues[i], keysAndValues[i + 1]);
		}
		return bind(values).otlp().values().iterator().next();
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
	void hasNoneByDefault() {
		assertThat(bind(Map.of()).otlp()).isEmpty();
		assertThat(bind(Map.of()).active()).isEmpty();
	}

	@Test
	void bindsEveryKey() {
		Backend backend = bind("endpoint", "collector:4318", "protocol", "http/protobuf", "insecure", "true",
				"headers.x-tenant", "acme", "compression", "gzip", "timeout", "3s", "ssl-bundle", "mine", "enabled",
				"true");
		assertThat(backend.isActive()).isTrue();
		assertThat(backend.headers()).containsExactly(Map.entry("x-tenant", "acme"));
		assertThat(backend.compression()).isEqualTo(Compression.GZIP);
		assertThat(backend.timeout()).isEqualTo(Duration.ofSeconds(3));
		assertThat(backend.sslBundle()).isEqualTo("mine");
		assertThat(backend.url()).isEqualTo("http://collector:4318/v1/traces");
	}

	@ParameterizedTest
	@CsvSource({ "localhost:4317, , , true, http://localhost:4317",
			"localhost:4318, , , false, http://localhost:4318/v1/traces",
			"collector:4317, , , true, https://collector:4317", "collector:4317, , true, true, http://collector:4317",
			"localhost:4317, , false, true, https://localhost:4317",
			"collector:4317, HTTP-Protobuf, , false, https://collector:4317/v1/traces",
			"collector:443, GRPC, , true, https://collector:443",
			"http://collector:4318, , false, false, http://collector:4318/v1/traces",
			"https://collector, , true, false, https://collector/v1/traces",
			"https://collector/otlp/v1/traces, , , false, https://collector/otlp/v1/traces" })
	void followsTheRulesOfTheFirstEndpoint(String endpoint, String protocol, String insecure, boolean grpc,
			String url) {
		Backend backend = bind("endpoint", " " + endpoint + " ", "protocol", (protocol != null) ? protocol : "",
				"insecure", (insecure != null) ? insecure : "");
		assertThat(backend.isGrpc()).isEqualTo(grpc);
		assertThat(backend.url()).isEqualTo(url);
	}

	@Test
	void ordersByName() {
		OtlpBackendsProperties properties = bind(Map.of(PREFIX + "b.endpoint", "localhost:2", PREFIX + "a.endpoint",
				"localhost:1", PREFIX + "c.endpoint", "localhost:3"));
		assertThat(properties.active().keySet()).containsExactly("a", "b", "c");
	}

	@Test
	void switchedOffOnesAndThoseWithABlankEndpointGetNothing() {
		OtlpBackendsProperties properties = bind(
				Map.of(PREFIX + "a.endpoint", "localhost:1", PREFIX + "a.enabled", "false", PREFIX + "b.endpoint", "",
						PREFIX + "c.enabled", "false", PREFIX + "d.endpoint", "localhost:2"));
		assertThat(properties.active().keySet()).containsExactly("d");
	}

	@Test
	void spellingsOfOneNameAreOneBackEnd() {
		OtlpBackendsProperties properties = bind(
				Map.of(PREFIX + "my-collector.endpoint", "localhost:4317", PREFIX + "my-collector.timeout", "1s"),
				Map.of("OBSERVABILITY_TRACING_EXPORT_OTLP_MYCOLLECTOR_HEADERS_AUTHORIZATION", "s3cret",
						"OBSERVABILITY_TRACING_EXPORT_OTLP_MYCOLLECTOR_TIMEOUT", "2s"));
		assertThat(properties.active()).containsOnlyKeys("my-collector");
		Backend backend = properties.active().values().iterator().next();
		assertThat(backend.headers()).containsEntry("authorization", "s3cret");
		assertThat(backend.timeout()).isEqualTo(Duration.ofSeconds(2));
	}

	@Test
	void bindsFromVariablesAlone() {
		OtlpBackendsProperties properties = bind(Map.of(), Map.of("OBSERVABILITY_TRACING_EXPORT_OTLP_JAEGER_ENDPOINT",
				"localhost:4317", "OBSERVABILITY_TRACING_EXPORT_OTLP_JAEGER_SSL_BUNDLE", "mine"));
		assertThat(properties.active()).containsOnlyKeys("jaeger");
		assertThat(properties.active().values()).extracting(Backend::sslBundle).containsExactly("mine");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "endpoint | htp:/x | http(s)://host:port", "endpoint | collector | add 4317 for gRPC",
					"endpoint | collector:70000 | [1, 65535]", "timeout | 0s | greater than zero",
					"timeout | -1s | greater than zero" })
	void refusesWithTheWholeKey(String key, String value, String range) {
		InvalidTracingPropertyException exception = refused(
				key.equals("endpoint") ? Map.of(PREFIX + "jaeger.endpoint", value)
						: Map.of(PREFIX + "jaeger.endpoint", "localhost:4317", PREFIX + "jaeger." + key, value));
		assertThat(exception.getKey()).isEqualTo(PREFIX + "jaeger." + key);
		assertThat(exception.getRange()).contains(range);
	}

	@Test
	void refusesOneWithoutAnEndpoint() {
		InvalidTracingPropertyException exception = refused(Map.of(PREFIX + "jaeger.timeout", "1s"));
		assertThat(exception.getKey()).isEqualTo(PREFIX + "jaeger.endpoint");
		assertThat(exception.getFix()).contains(PREFIX + "jaeger.enabled=false");
	}

	@ParameterizedTest
	@ValueSource(strings = { "[X Foo]", "[naïve]" })
	void refusesNamesThatAreNoHeader(String name) {
		InvalidTracingPropertyException exception = refused(
				Map.of(PREFIX + "jaeger.endpoint", "localhost:4317", PREFIX + "jaeger.headers" + name, "s3cret"));
		assertThat(exception.getKey()).startsWith(PREFIX + "jaeger.headers[");
		assertThat(exception.getMessage()).doesNotContain("s3cret");
	}

	@Test
	void refusesCredentialsInTheEndpointWithoutPrintingThem() {
		InvalidTracingPropertyException exception = refused(
				Map.of(PREFIX + "jaeger.endpoint", "https://user:s3cret@host:4318"));
		assertThat(exception.getValue()).isEqualTo("https://***@host:4318");
		assertThat(exception.getFix()).contains(PREFIX + "jaeger.headers");
		assertThat(exception.getMessage() + exception.getFix()).doesNotContain("s3cret");
	}

	@Test
	void printsNoHeaderAndNoCredentials() {
		assertThat(bind("endpoint", "https://host:4318?token=s3cret", "headers.x-key", "s3cret").toString())
			.contains("x-key")
			.doesNotContain("s3cret");
	}

	@ParameterizedTest
	@CsvSource({ "jaeger, observability.tracing.export.otlp.jaeger.", "My-1, observability.tracing.export.otlp.my-1.",
			"a.b, observability.tracing.export.otlp[a.b]." })
	void namesTheKeysAsTheUserCanWriteThem(String name, String prefix) {
		assertThat(OtlpBackendsProperties.prefix(name)).isEqualTo(prefix);
	}

}
