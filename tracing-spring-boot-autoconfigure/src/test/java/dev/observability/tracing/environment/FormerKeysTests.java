// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class FormerKeysTests {

	private static List<String> warnings(CapturedOutput output) {
		return output.getOut().lines().filter((line) -> line.contains("WARN")).toList();
	}

	@ParameterizedTest
	@CsvSource({ "observability.service-name, orders, observability.tracing.service-name",
			"observability.service_name, orders, observability.tracing.service-name",
			"observability.service-version, 1.2, observability.tracing.service-version",
			"observability.service_version, 1.2, observability.tracing.service-version",
			"observability.environment, dev, observability.tracing.environment",
			"observability.otlp-endpoint, tempo:4317, observability.tracing.endpoint",
			"observability.otlp_endpoint, tempo:4317, observability.tracing.endpoint",
			"observability.sampling-rate, 0.5, observability.tracing.sample-rate",
			"observability.sampling_rate, 0.5, observability.tracing.sample-rate" })
	void bindsFormerPropertiesAndNamesTodays(String former, String value, String today, CapturedOutput output) {
		PropertyLookup mapped = new MappedEnvironment().property(former, value).map();
		assertThat(mapped.value(today)).isEqualTo(value);
		assertThat(warnings(output)).singleElement()
			.asString()
			.contains("'" + former.replace('_', '-') + "' is deprecated: use '" + today + "'");
	}

	@ParameterizedTest
	@CsvSource({ "OTEL_ENABLED, false, observability.tracing.enabled, false",
			"OTEL_ENABLED, True, observability.tracing.enabled, true",
			"OTEL_EXPORT_ENABLED, false, management.tracing.export.otlp.enabled, false",
			"OTEL_EXPORT_ENABLED, 1, management.tracing.export.otlp.enabled, true",
			"OTEL_ENVIRONMENT, production, observability.tracing.environment, production" })
	void bindsFormerVariablesAndNamesTodays(String former, String value, String today, String expected,
			CapturedOutput output) {
		PropertyLookup mapped = new MappedEnvironment().variable(former, value).map();
		assertThat(mapped.value(today)).isEqualTo(expected);
		assertThat(warnings(output)).singleElement()
			.asString()
			.contains("'" + former + "'")
			.contains("'" + today + "'");
	}

	@ParameterizedTest
	@CsvSource({ "OTEL_PROMETHEUS_ENDPOINT, /actuator/prometheus",
			"IVATAR_VERSION, observability.tracing.service-version",
			"FLUXBASE_OBSERVABILITY_TRACING_ENABLED, OBSERVABILITY_TRACING_ENABLED",
			"FLUXBASE_OBSERVABILITY_TRACING_ENDPOINT, OBSERVABILITY_TRACING_ENDPOINT",
			"FLUXBASE_OBSERVABILITY_TRACING_SERVICE_NAME, OBSERVABILITY_TRACING_SERVICE_NAME",
			"FLUXBASE_OBSERVABILITY_TRACING_ENVIRONMENT, OBSERVABILITY_TRACING_ENVIRONMENT",
			"FLUXBASE_OBSERVABILITY_TRACING_SAMPLE_RATE, OBSERVABILITY_TRACING_SAMPLE_RATE",
			"OBSERVABILITY_LOG_LEVEL, logging.level.root" })
	void ignoresVariablesOfOtherProgramsWithOneHint(String variable, String hint, CapturedOutput output) {
		PropertyLookup mapped = new MappedEnvironment().variable(variable, "collector.secret.example:4317").map();
		assertThat(mapped.value("observability.tracing.endpoint")).isNull();
		assertThat(warnings(output)).singleElement()
			.asString()
			.contains("'" + variable + "' is ignored")
			.contains(hint)
			.doesNotContain("secret");
	}

	@ParameterizedTest
	@EnumSource
	void listsEveryNameInTheDocuments(FormerKey key) throws IOException {
		assertThat(Files.readString(Path.of("..", "src", "docs", "configuration.md"))).contains("`" + key.former());
	}

	@Test
	void mapsFormerPropertiesAsTodays() {
		PropertyLookup mapped = new MappedEnvironment().property("observability.otlp_endpoint", "tempo:4317")
			.property("observability.sampling_rate", 0.5)
			.property("observability.service_name", "builder")
			.property("observability.environment", "dev")
			.map();
		assertThat(mapped.value("management.opentelemetry.tracing.export.otlp.endpoint"))
			.isEqualTo("https://tempo:4317");
		assertThat(mapped.value("management.tracing.sampling.probability")).isEqualTo("0.5");
		assertThat(mapped.map("management.opentelemetry.resource-attributes")).containsEntry("service.name", "builder")
			.containsEntry("deployment.environment.name", "dev");
		assertThat(mapped.describe("management.opentelemetry.tracing.export.otlp.endpoint"))
			.isEqualTo("observability.otlp-endpoint from application");
	}

	@Test
	void letsTodaysKeyWinAndSaysSo(CapturedOutput output) {
		PropertyLookup mapped = new MappedEnvironment().property("observability.service-name", "former")
			.property("observability.tracing.service-name", "today")
			.map();
		assertThat(mapped.value("observability.tracing.service-name")).isEqualTo("today");
		assertThat(warnings(output)).singleElement()
			.asString()
			.contains("'observability.service-name' is ignored, because 'observability.tracing.service-name' is set");
	}

	@Test
	void letsThePropertyWinOverTheVariable() {
		PropertyLookup mapped = new MappedEnvironment().property("observability.environment", "property")
			.variable("OTEL_ENVIRONMENT", "variable")
			.map();
		assertThat(mapped.value("observability.tracing.environment")).isEqualTo("property");
	}

	@Test
	void switchesTracingOffByTheFormerVariable() {
		PropertyLookup mapped = new MappedEnvironment().variable("OTEL_ENABLED", "false").map();
		assertThat(mapped.value("management.opentelemetry.enabled")).isEqualTo("false");
	}

	@Test
	void ignoresSwitchThatIsNeitherTrueNorFalse(CapturedOutput output) {
		PropertyLookup mapped = new MappedEnvironment().variable("OTEL_ENABLED", "perhaps").map();
		assertThat(mapped.value("observability.tracing.enabled")).isNull();
		assertThat(warnings(output)).singleElement().asString().contains("neither true nor false");
	}

	@Test
	void readsNoVariablesOfOpenTelemetryWhereBootDoesNot(CapturedOutput output) {
		PropertyLookup mapped = new MappedEnvironment().variable("OTEL_ENVIRONMENT", "production")
			.property("management.opentelemetry.map-environment-variables", false)
			.map();
		assertThat(mapped.value("observability.tracing.environment")).isNull();
		assertThat(warnings(output)).isEmpty();
	}

	@Test
	void staysSilentAboutBlankVariables(CapturedOutput output) {
		new MappedEnvironment().variable("OTEL_ENABLED", "")
			.variable("OTEL_ENVIRONMENT", " ")
			.variable("IVATAR_VERSION", "")
			.map();
		assertThat(warnings(output)).isEmpty();
	}

}
