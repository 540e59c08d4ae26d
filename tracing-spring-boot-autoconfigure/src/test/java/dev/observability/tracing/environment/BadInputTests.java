// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What the user reads when a real application does not start.
 */
@ExtendWith(OutputCaptureExtension.class)
class BadInputTests {

	private static void start(WebApplicationType type, Map<String, Object> properties) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(type);
		String[] arguments = properties.entrySet()
			.stream()
			.map((entry) -> "--" + entry.getKey() + "=" + entry.getValue())
			.toArray(String[]::new);
		application.setDefaultProperties(Map.of("server.port", "0", "spring.datasource.url", "jdbc:h2:mem:bad"));
		application.run(arguments).close();
	}

	private static String report(CapturedOutput output, Map<String, Object> properties) {
		assertThatException().isThrownBy(() -> start(WebApplicationType.NONE, properties));
		String text = output.getAll();
		assertThat(text).contains("APPLICATION FAILED TO START");
		return text.substring(text.indexOf("APPLICATION FAILED TO START"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "sample-rate | 1.5 | [0, 1] | Write a share such as 0.1",
			"sample-rate | many | a number in [0, 1] | Set observability.tracing.sample-rate to",
			"endpoint | htp:/x | http(s)://host:port | localhost:4317",
			"endpoint | collector | add 4317 for gRPC | localhost:4317",
			"endpoint | collector:70000 | [1, 65535] | localhost:4317",
			"protocol | smoke | grpc or http/protobuf | Set observability.tracing.protocol to grpc or http/protobuf",
			"compression | zip | gzip or none | Set observability.tracing.compression to",
			"semantic-conventions | old | stable or both | Set observability.tracing.semantic-conventions to stable or both",
			"timeout | 0s | greater than zero | Write a duration such as 10s",
			"timeout | soon | a duration greater than zero | such as 10s",
			"insecure | perhaps | true or false | Set observability.tracing.insecure to true or false",
			"enabled | perhaps | true or false | Set observability.tracing.enabled to true or false",
			"propagation.inbound.policy | never | continue, ignore-sampled or restart-with-link | inbound.policy to continue",
			"propagation.inbound.rules[0].policy | never | continue, ignore-sampled or | rules[0].policy to continue",
			"propagation.inbound.sampled-per-second | few | [0, 100000] | such as 10",
			"ssl-bundle | nowhere | the name of an SSL bundle | spring.ssl.bundle.pem.nowhere" })
	void saysKeyValueRangeAndFix(String key, String value, String range, String fix, CapturedOutput output) {
		String report = report(output, Map.of("observability.tracing." + key, value));
		assertThat(report).contains("configuration property 'observability.tracing." + key + "'")
			.contains((key.equals("timeout") && value.equals("0s")) ? "'PT0S'" : "'" + value + "'")
			.contains(range)
			.contains("Action:")
			.contains(fix);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "endpoint | collector | add 4317 for gRPC | localhost:4317",
			"protocol | smoke | grpc or http/protobuf | Set observability.tracing.export.otlp.jaeger.protocol to grpc or",
			"compression | zip | gzip or none | Set observability.tracing.export.otlp.jaeger.compression to",
			"timeout | soon | a duration greater than zero | such as 10s",
			"insecure | perhaps | true or false | Set observability.tracing.export.otlp.jaeger.insecure to true or false",
			"enabled | perhaps | true or false | Set observability.tracing.export.otlp.jaeger.enabled to true or false",
			"ssl-bundle | nowhere | the name of an SSL bundle | spring.ssl.bundle.pem.nowhere" })
	void saysTheSameOfFurtherBackEnds(String key, String value, String range, String fix, CapturedOutput output) {
		String prefix = "observability.tracing.export.otlp.jaeger.";
		Map<String, Object> properties = new HashMap<>(Map.of(prefix + "endpoint", "localhost:4317"));
		properties.put(prefix + key, value);
		assertThat(report(output, properties)).contains("configuration property '" + prefix + key + "'")
			.contains("'" + value + "'")
			.contains(range)
			.contains("Action:")
			.contains(fix);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "otlp.jaeger.url | localhost:4317 | a key of a back end | otlp.jaeger.url",
					"otlp.a.b.endpoint | localhost:4317 | a key of a back end | otlp[a.b].endpoint",
					"otlp.endpoint | localhost:4317 | the name of a back end | export.otlp.NAME.endpoint",
					"otlp.jaeger.headers | a=s3cret | a map of header names | export.otlp.jaeger.headers.x-api-key",
					"otlp.jaeger.headers.X_Foo | s3cret | in brackets | [X_Foo]",
					"otlp.jaeger.headers.X Foo | s3cret | RFC 9110 | Take blanks" })
	void refusesKeysOfFurtherBackEndsThatNothingReads(String key, String value, String range, String fix,
			CapturedOutput output) {
		Map<String, Object> properties = new HashMap<>(Map.of("observability.tracing.export." + key, value));
		if (key.contains("headers")) {
			properties.put("observability.tracing.export.otlp.jaeger.endpoint", "localhost:4317");
		}
		String report = report(output, properties);
		assertThat(report).contains("observability.tracing.export." + key).contains(range).contains(fix);
		assertThat(output).doesNotContain("s3cret");
	}

	@Test
	void namesTheBundlesThatExist(CapturedOutput output) {
		String report = report(output,
				Map.of("observability.tracing.ssl-bundle", "nowhere", "observability.tracing.endpoint",
						"localhost:4317", "spring.ssl.bundle.pem.mine.truststore.certificate", "classpath:none.pem"));
		assertThat(report).contains("'nowhere'").contains("[mine]").contains("'observability.tracing.ssl-bundle'");
	}

	@Test
	void namesOurKeyForUnknownBundleInWebServer(CapturedOutput output) {
		assertThatException().isThrownBy(() -> start(WebApplicationType.SERVLET, Map
			.of("observability.tracing.ssl-bundle", "nowhere", "observability.tracing.endpoint", "localhost:4317")));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Invalid value 'nowhere' for configuration property 'observability.tracing.ssl-bundle'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "observability.tracing.headers[X Foo]", "observability.tracing.headers.X Foo" })
	void refusesHeaderNameWithBlankInBrackets(String key, CapturedOutput output) {
		String report = report(output, Map.of(key, "s3cret"));
		assertThat(report).contains("X Foo").contains("RFC 9110").contains("Take blanks");
		assertThat(output).doesNotContain("s3cret");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"[X Foo]\"", "X Foo", "\"X Foo\"" })
	void refusesHeaderNameWithBlankInYaml(String name, CapturedOutput output, @TempDir Path directory)
			throws IOException {
		Path yaml = directory.resolve("application.yaml");
		Files.writeString(yaml, "observability:\n  tracing:\n    headers:\n      %s: s3cret\n".formatted(name));
		String report = report(output, Map.of("spring.config.location", yaml));
		assertThat(report).contains("observability.tracing.headers").contains("X Foo").contains("Take blanks");
		assertThat(output).doesNotContain("s3cret");
	}

	@Test
	void refusesHeaderNameThatTheBinderWouldChange(CapturedOutput output) {
		String report = report(output, Map.of("observability.tracing.headers.X_Foo", "s3cret"));
		assertThat(report).contains("observability.tracing.headers.X_Foo").contains("\"[X_Foo]\"");
		assertThat(output).doesNotContain("s3cret");
	}

	@Test
	void refusesHeaderValueWithLineBreakWithoutPrintingIt(CapturedOutput output) {
		String report = report(output, Map.of("observability.tracing.headers.x-key", "s3cret\nX-Evil: 1"));
		assertThat(report).contains("observability.tracing.headers[x-key]").contains("one line");
		assertThat(output).doesNotContain("s3cret");
	}

	@Test
	void refusesHeadersThatAreNoMapWithoutPrintingThem(CapturedOutput output) {
		String report = report(output, Map.of("observability.tracing.headers", "authorization=s3cret"));
		assertThat(report).contains("'observability.tracing.headers'").contains("a map of header names");
		assertThat(output).doesNotContain("s3cret");
	}

	@Test
	void refusesCredentialsInTheEndpointWithoutPrintingThem(CapturedOutput output) {
		String report = report(output, Map.of("observability.tracing.endpoint", "https://user:s3cret@host:4318",
				"observability.tracing.headers.x-key", "s3cret"));
		assertThat(report).contains("https://***@host:4318").contains("observability.tracing.headers");
		assertThat(output).doesNotContain("s3cret");
	}

	@Test
	void refusesCredentialsOverPlainHttpWithoutPrintingThem(CapturedOutput output) {
		String report = report(output, Map.of("observability.tracing.endpoint", "http://collector:4318?token=s3cret",
				"observability.tracing.headers.authorization", "Bearer s3cret"));
		assertThat(report)
			.contains("Invalid value 'http://collector:4318/v1/traces?***' for configuration property "
					+ "'observability.tracing.endpoint' (from the command line). It must be https, or on this machine, "
					+ "because over plain http everybody on the way sees the header 'authorization'.")
			.contains("observability.tracing.insecure=true");
		assertThat(output).doesNotContain("s3cret");
	}

	@Test
	void refusesTheFormerLogLevelWithHint(CapturedOutput output) {
		String report = report(output, Map.of("observability.log_level", "info"));
		assertThat(report).contains("'observability.log-level'").contains("'info'").contains("Set logging.level.root");
	}

	@Test
	void namesThePlaceOfTheMistake(CapturedOutput output) {
		assertThat(report(output, Map.of("observability.tracing.sample-rate", "1.5")))
			.contains("(from the command line)");
	}

	@Test
	void checksWithLazyBeansAndWhileTracingIsOff(CapturedOutput output) {
		String report = report(output, Map.of("observability.tracing.sample-rate", "1.5",
				"observability.tracing.enabled", "false", "spring.main.lazy-initialization", "true"));
		assertThat(report).contains("'observability.tracing.sample-rate'");
	}

	@Test
	void refusesTheFormerSpellingOfWrongShare(CapturedOutput output) {
		String report = report(output, Map.of("observability.sampling_rate", "10"));
		assertThat(report).contains("'observability.tracing.sample-rate'")
			.contains("observability.sampling-rate")
			.contains("ten per cent is 0.1");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
