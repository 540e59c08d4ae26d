// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.environment;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.observability.tracing.ObservabilityTracingProperties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class TracingEnvironmentPostProcessorTests {

	private static final String OTLP = "management.opentelemetry.tracing.export.otlp.";

	private static final String ATTRIBUTES = "management.opentelemetry.resource-attributes";

	private static List<String> warnings(CapturedOutput output) {
		return output.getOut().lines().filter((line) -> line.contains("WARN")).toList();
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", value = { "endpoint, localhost:4317, endpoint, http://localhost:4317",
			"endpoint, localhost:4317, transport, grpc",
			"endpoint, localhost:4318, endpoint, http://localhost:4318/v1/traces",
			"endpoint, localhost:4318, transport, -", "endpoint, collector:4317, endpoint, https://collector:4317",
			"endpoint, http://collector:4317, endpoint, http://collector:4317",
			"endpoint, https://c/otlp, endpoint, https://c/otlp", "endpoint, [::1]:4317, endpoint, http://[::1]:4317",
			"endpoint, htp:/x, endpoint, -", "endpoint, collector, endpoint, -", "endpoint, '', endpoint, -",
			"protocol, grpc, transport, grpc", "protocol, http/protobuf, transport, http",
			"protocol, HTTP_PROTOBUF, transport, http", "protocol, smoke, transport, -",
			"compression, gzip, compression, gzip", "compression, none, compression, none",
			"compression, zip, compression, -", "timeout, 3s, timeout, 3s", "timeout, 3s, connect-timeout, 3s",
			"timeout, 30s, timeout, 30s", "timeout, 30s, connect-timeout, -", "timeout, 0s, timeout, -",
			"timeout, soon, timeout, -", "ssl-bundle, mine, ssl.bundle, mine",
			"headers[X-Key], value, headers[X-Key], value", "headers[X Key], value, headers[X Key], -" })
	void mapsOntoBootsKeys(String key, String value, String target, @Nullable String expected) {
		PropertyLookup mapped = new MappedEnvironment().property("observability.tracing." + key, value).map();
		assertThat(mapped.value(OTLP + target)).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ "1, 1", "0.1, 0.1", "0, 0", "1.5, ", "-1, ", "NaN, ", "many, " })
	void mapsValidShareOntoProbability(String rate, @Nullable String probability) {
		PropertyLookup mapped = new MappedEnvironment().property("observability.tracing.sample-rate", rate).map();
		assertThat(mapped.value("management.tracing.sampling.probability")).isEqualTo(probability);
	}

	@Test
	void mapsTheSameWhenTheEnvironmentIsUsedAgain(CapturedOutput output) {
		MappedEnvironment environment = new MappedEnvironment().property("observability.tracing.endpoint", "c:4317")
			.property("observability.tracing.headers.x-key", "value")
			.property("observability.service-name", "orders");
		environment.map();
		PropertyLookup mapped = environment.map();
		assertThat(mapped.value(OTLP + "endpoint")).isEqualTo("https://c:4317");
		assertThat(mapped.value(OTLP + "transport")).isEqualTo("grpc");
		assertThat(mapped.map(OTLP + "headers")).containsExactly(Map.entry("x-key", "value"));
		assertThat(mapped.value("management.tracing.sampling.probability")).isEqualTo("1.0");
		assertThat(mapped.value("observability.tracing.service-name")).isEqualTo("orders");
		assertThat(output).doesNotContain("is ignored").doesNotContain("both set");
	}

	// As in a Spring Boot to come that moved its class
	@Test
	void mapsWithoutTheClassOfBootThatReadsVariables() throws Exception {
		ClassLoader loader = new WithoutBootsPostProcessor();
		Constructor<?> constructor = loader.loadClass(TracingEnvironmentPostProcessor.class.getName())
			.getDeclaredConstructor(DeferredLogFactory.class);
		constructor.setAccessible(true);
		DeferredLogFactory logs = (destination) -> destination.get();
		EnvironmentPostProcessor processor = (EnvironmentPostProcessor) constructor.newInstance(logs);
		StandardEnvironment environment = new StandardEnvironment();
		processor.postProcessEnvironment(environment, new SpringApplication());
		assertThat(environment.getProperty("management.tracing.sampling.probability")).isEqualTo("1.0");
	}

	@Test
	void recordsEveryTraceWhereNobodySaysOtherwise() {
		assertThat(new MappedEnvironment().map().value("management.tracing.sampling.probability")).isEqualTo("1.0");
		assertThat(new MappedEnvironment().property("management.tracing.sampling.probability", "0.2")
			.map()
			.value("management.tracing.sampling.probability")).isEqualTo("0.2");
	}

	@Test
	void publishesNoEndpointWhereNoneIsSet(CapturedOutput output) {
		PropertyLookup mapped = new MappedEnvironment().map();
		assertThat(mapped.value(OTLP + "endpoint")).isNull();
		assertThat(mapped.value(OTLP + "transport")).isNull();
		assertThat(warnings(output)).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "true, http", "false, https" })
	void letsInsecureDecideForBareHostAndPort(String insecure, String scheme) {
		PropertyLookup mapped = new MappedEnvironment().property("observability.tracing.endpoint", "collector:4317")
			.property("observability.tracing.insecure", insecure)
			.map();
		assertThat(mapped.value(OTLP + "endpoint")).isEqualTo(scheme + "://collector:4317");
	}

	@Test
	void letsTheSchemeWinOverInsecure() {
		PropertyLookup mapped = new MappedEnvironment()
			.property("observability.tracing.endpoint", "https://collector:4317")
			.property("observability.tracing.insecure", "true")
			.map();
		assertThat(mapped.value(OTLP + "endpoint")).isEqualTo("https://collector:4317");
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", value = { "http://collector:4317, grpc", "http://collector:4317/v1/traces, grpc",
			"http://collector:4318/v1/traces, -", "https://collector/v1/traces, -" })
	void takesTheProtocolFromThePortOfTheUsersOwnEndpoint(String endpoint, @Nullable String transport) {
		PropertyLookup mapped = new MappedEnvironment().property(OTLP + "endpoint", endpoint).map();
		assertThat(mapped.value(OTLP + "transport")).isEqualTo(transport);
	}

	@Test
	void takesThePortOfTheEffectiveEndpointAndNotOfOurs() {
		PropertyLookup mapped = new MappedEnvironment().property("observability.tracing.endpoint", "localhost:4317")
			.property(OTLP + "endpoint", "http://collector:4318/v1/traces")
			.map();
		assertThat(mapped.value(OTLP + "transport")).isNull();
	}

	@Test
	void leavesTheTransportThatTheUserSetAndGivesHttpItsPath() {
		PropertyLookup mapped = new MappedEnvironment().property("observability.tracing.endpoint", "localhost:4317")
			.property(OTLP + "transport", "http")
			.map();
		assertThat(mapped.value(OTLP + "transport")).isEqualTo("http");
		assertThat(mapped.value(OTLP + "endpoint")).isEqualTo("http://localhost:4317/v1/traces");
	}

	@Test
	void givesGrpcNoPathOnAnyPort() {
		PropertyLookup mapped = new MappedEnvironment().property("observability.tracing.endpoint", "localhost:9999")
			.property("observability.tracing.protocol", "grpc")
			.map();
		assertThat(mapped.value(OTLP + "endpoint")).isEqualTo("http://localhost:9999");
	}

	@ParameterizedTest
	@CsvSource({ "endpoint, localhost:4318, endpoint, http://collector:4318/v1/traces",
			"protocol, grpc, transport, http", "compression, gzip, compression, none", "timeout, 3s, timeout, 4s",
			"ssl-bundle, mine, ssl.bundle, other" })
	void letsTheUsersOwnKeyWinAndSaysSoOnce(String key, String value, String target, String users,
			CapturedOutput output) {
		PropertyLookup mapped = new MappedEnvironment().property("observability.tracing." + key, value)
			.property(OTLP + target, users)
			.map();
		assertThat(mapped.value(OTLP + target)).isEqualTo(users);
		assertThat(warnings(output)).singleElement()
			.asString()
			.contains("'observability.tracing." + key + "' and '" + OTLP + target + "' are both set and differ")
			.contains("'" + OTLP + target + "' wins");
	}

	@ParameterizedTest
	@CsvSource({ "endpoint, localhost:4318, endpoint, http://localhost:4318/v1/traces",
			"protocol, http/protobuf, transport, HTTP", "compression, gzip, compression, GZIP",
			"timeout, 3s, timeout, PT3S", "timeout, 3s, timeout, 3000" })
	void staysSilentWhereBothSayTheSame(String key, String value, String target, String users, CapturedOutput output) {
		new MappedEnvironment().property("observability.tracing." + key, value).property(OTLP + target, users).map();
		assertThat(warnings(output)).isEmpty();
	}

	@Test
	void mergesHeadersAndPrintsNoneOfTheirValues(CapturedOutput output) {
		PropertyLookup mapped = new MappedEnvironment()
			.property("observability.tracing.headers[Authorization]", "ours1")
			.property("observability.tracing.headers.x-tenant", "ours2")
			.property(OTLP + "headers[authorization]", "theirs")
			.map();
		assertThat(mapped.map(OTLP + "headers")).containsOnly(Map.entry("authorization", "theirs"),
				Map.entry("x-tenant", "ours2"));
		assertThat(warnings(output)).singleElement().asString().contains("headers[Authorization]");
		assertThat(output).doesNotContain("ours1").doesNotContain("ours2").doesNotContain("theirs");
	}

	@Test
	void publishesAtLowestPrecedence() {
		PropertyLookup mapped = new MappedEnvironment().property("observability.tracing.endpoint", "localhost:4317")
			.map();
		assertThat(((ConfigurableEnvironment) mapped.environment()).getPropertySources()).last()
			.extracting("name")
			.isEqualTo("observabilityTracing");
	}

	@ParameterizedTest
	@CsvSource({ "OBSERVABILITY_TRACING_SAMPLE_RATE, 0.1, management.tracing.sampling.probability, 0.1",
			"OBSERVABILITY_TRACING_SAMPLERATE, 0.1, management.tracing.sampling.probability, 0.1",
			"OBSERVABILITY_TRACING_SERVICE_NAME, orders, management.opentelemetry.resource-attributes[service.name], orders",
			"OBSERVABILITY_TRACING_SERVICENAME, orders, management.opentelemetry.resource-attributes[service.name], orders",
			"OBSERVABILITY_TRACING_SSL_BUNDLE, mine, management.opentelemetry.tracing.export.otlp.ssl.bundle, mine",
			"OBSERVABILITY_TRACING_HEADERS_AUTHORIZATION, x, management.opentelemetry.tracing.export.otlp.headers[authorization], x" })
	void readsEnvironmentVariablesInBothSpellings(String name, String value, String target, String expected) {
		assertThat(new MappedEnvironment().variable(name, value).map().value(target)).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "OBSERVABILITY_TRACING_SERVICE_NAME", "OBSERVABILITY_TRACING_SERVICENAME" })
	void bindsEnvironmentVariablesInBothSpellings(String name) {
		PropertyLookup mapped = new MappedEnvironment().variable(name, "orders").map();
		assertThat(Binder.get(mapped.environment())
			.bindOrCreate("observability.tracing", ObservabilityTracingProperties.class)
			.serviceName()).isEqualTo("orders");
	}

	@Test
	void describesResourceByWhatIsKnown() {
		PropertyLookup mapped = new MappedEnvironment().buildInfo("build.name=orders\nbuild.version=1.2\n")
			.variable("HOSTNAME", "pod-7")
			.profiles("cloud", "prod")
			.map();
		assertThat(mapped.map(ATTRIBUTES)).containsOnly(Map.entry("service.name", "orders"),
				Map.entry("service.version", "1.2"), Map.entry("service.instance.id", "pod-7"),
				Map.entry("deployment.environment.name", "prod"));
	}

	@Test
	void describesResourceByOurPropertiesFirst() {
		PropertyLookup mapped = new MappedEnvironment().buildInfo("build.name=x\nbuild.version=1.2\n")
			.profiles("dev")
			.property("spring.application.version", "3")
			.property("observability.tracing.service-name", "orders")
			.property("observability.tracing.service-version", "4")
			.property("observability.tracing.service-namespace", "shop")
			.property("observability.tracing.environment", "production")
			.map();
		assertThat(mapped.map(ATTRIBUTES)).contains(Map.entry("service.name", "orders"),
				Map.entry("service.version", "4"), Map.entry("service.namespace", "shop"),
				Map.entry("deployment.environment.name", "production"));
	}

	@Test
	void leavesTheNameOfTheApplicationToBoot() {
		PropertyLookup mapped = new MappedEnvironment().buildInfo("build.name=x\nbuild.version=1.2\n")
			.property("spring.application.name", "orders")
			.property("spring.application.version", "3")
			.map();
		assertThat(mapped.map(ATTRIBUTES)).doesNotContainKey("service.name")
			.containsEntry("service.version", "3")
			.doesNotContainKey("deployment.environment.name");
	}

	@Test
	void takesTheArtifactWhereTheBuildHasNoName() {
		assertThat(new MappedEnvironment().buildInfo("build.artifact=orders-app\n").map().map(ATTRIBUTES))
			.containsEntry("service.name", "orders-app");
	}

	@Test
	void ignoresBuildInformationThatCannotBeRead() {
		assertThat(new MappedEnvironment().buildInfo("build.name=\\uZZZZ\n").map().map(ATTRIBUTES))
			.doesNotContainKey("service.name");
	}

	@Test
	void keepsOneInstanceIdForTheProcess() {
		String first = new MappedEnvironment().map().map(ATTRIBUTES).get("service.instance.id");
		assertThat(first).hasSize(36);
		assertThat(new MappedEnvironment().map().map(ATTRIBUTES)).containsEntry("service.instance.id", first);
	}

	@ParameterizedTest
	@CsvSource({ "cloud, cloud", "'a,local', local", "'dev,production', production", "'blue,green', blue",
			"'test,staging', staging" })
	void namesTheEnvironmentAfterProfile(String profiles, String expected) {
		assertThat(new MappedEnvironment().profiles(profiles.split(",")).map().map(ATTRIBUTES))
			.containsEntry("deployment.environment.name", expected);
	}

	@Test
	void leavesWhatTheVariablesOfOpenTelemetrySay(CapturedOutput output) {
		PropertyLookup mapped = new MappedEnvironment().variable("OTEL_SERVICE_NAME", "theirs")
			.variable("OTEL_RESOURCE_ATTRIBUTES",
					"service.version=9,service.instance.id=i,deployment.environment.name=a%20b,broken,=x")
			.property("observability.tracing.service-name", "ours")
			.property("observability.tracing.environment", "a b")
			.profiles("dev")
			.map();
		assertThat(mapped.map(ATTRIBUTES)).isEmpty();
		assertThat(warnings(output)).singleElement()
			.asString()
			.contains("'observability.tracing.service-name' and 'OTEL_SERVICE_NAME' are both set and differ");
	}

	@Test
	void leavesTheUsersOwnAttributes(CapturedOutput output) {
		PropertyLookup mapped = new MappedEnvironment().property(ATTRIBUTES + ".service.name", "theirs")
			.property(ATTRIBUTES + ".deployment.environment", "qa")
			.property("observability.tracing.service-name", "ours")
			.variable("OTEL_SERVICE_NAME", "ours")
			.profiles("dev")
			.map();
		assertThat(mapped.map(ATTRIBUTES)).containsEntry("service.name", "theirs")
			.containsEntry("deployment.environment.name", "qa");
		assertThat(warnings(output)).singleElement()
			.asString()
			.contains("'management.opentelemetry.resource-attributes[service.name]' wins");
	}

	@Test
	void leavesAttributesThatAreNotUrlEncodedToBoot() {
		assertThat(new MappedEnvironment().variable("OTEL_RESOURCE_ATTRIBUTES", "service.version=%ZZ")
			.map()
			.map(ATTRIBUTES)).doesNotContainKey("service.version");
	}

	@Test
	void switchesTheSdkOffAndMapsNothingElseWhileOff() {
		PropertyLookup mapped = new MappedEnvironment().property("observability.tracing.enabled", false)
			.property("observability.tracing.endpoint", "localhost:4317")
			.map();
		assertThat(mapped.value("management.opentelemetry.enabled")).isEqualTo("false");
		assertThat(mapped.value(OTLP + "endpoint")).isNull();
		assertThat(mapped.value("management.tracing.sampling.probability")).isNull();
		assertThat(mapped.value("management.tracing.export.enabled")).isNull();
	}

	@Test
	void warnsWhereTheUsersOwnKeyKeepsTheSdkOn(CapturedOutput output) {
		PropertyLookup mapped = new MappedEnvironment().property("observability.tracing.enabled", false)
			.property("management.opentelemetry.enabled", true)
			.map();
		assertThat(mapped.value("management.opentelemetry.enabled")).isEqualTo("true");
		assertThat(warnings(output)).singleElement().asString().contains("'management.opentelemetry.enabled' wins");
	}

	@Test
	void stepsBackFromTheAgentWithOneWarning(CapturedOutput output) {
		PropertyLookup mapped = new MappedEnvironment().agent()
			.property("observability.tracing.endpoint", "localhost:4317")
			.property("observability.service-name", "orders")
			.map();
		assertThat(mapped.value("management.opentelemetry.enabled")).isEqualTo("false");
		assertThat(mapped.value("management.tracing.export.enabled")).isEqualTo("false");
		assertThat(mapped.value(OTLP + "endpoint")).isNull();
		assertThat(mapped.map(ATTRIBUTES)).isEmpty();
		assertThat(warnings(output)).singleElement()
			.asString()
			.contains("OpenTelemetry Java agent")
			.contains("-javaagent");
	}

	@Test
	void survivesPlaceholdersThatNothingResolves() {
		PropertyLookup mapped = new MappedEnvironment().property("observability.tracing.endpoint", "${nowhere}:4317")
			.property("observability.tracing.headers.x", "${nowhere}")
			.map();
		assertThat(mapped.value(OTLP + "endpoint")).isNull();
	}

	@Test
	void namesTheKeyOfTheUserAsOriginOfWhatItPublishes() {
		PropertyLookup mapped = new MappedEnvironment().variable("OBSERVABILITY_TRACING_ENDPOINT", "localhost:4317")
			.map();
		assertThat(mapped.origin(OTLP + "transport")).hasToString("port 4317");
		assertThat(mapped.describe(OTLP + "endpoint")).startsWith("observability.tracing.endpoint from ");
	}

	/** Loads our classes again, and one of Boot's not at all. */
	private static final class WithoutBootsPostProcessor extends ClassLoader {

		private static final String HIDDEN = "OpenTelemetryEnvironmentVariableEnvironmentPostProcessor";

		WithoutBootsPostProcessor() {
			super(TracingEnvironmentPostProcessor.class.getClassLoader());
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			if (name.endsWith(HIDDEN)) {
				throw new ClassNotFoundException(name);
			}
			Class<?> loaded = findLoadedClass(name);
			if (loaded != null || !name.startsWith(TracingEnvironmentPostProcessor.class.getPackageName())) {
				return (loaded != null) ? loaded : super.loadClass(name, resolve);
			}
			try (InputStream stream = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
				byte[] bytes = Objects.requireNonNull(stream).readAllBytes();
				return defineClass(name, bytes, 0, bytes.length);
			}
			catch (IOException ex) {
				throw new ClassNotFoundException(name, ex);
			}
		}

	}

}
