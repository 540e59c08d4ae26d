// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.environment;

import java.util.List;
import java.util.Map;

import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingConnectionDetails;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class StartupSummaryTests {

	private static void start(Class<?> source, WebApplicationType type, String... arguments) {
		SpringApplication application = new SpringApplication(source);
		application.setWebApplicationType(type);
		application.setDefaultProperties(Map.of("server.port", "0", "spring.http.clients.reactive.connector", "jdk"));
		application.run(arguments).close();
	}

	private static String line(CapturedOutput output) {
		List<String> lines = output.getOut()
			.lines()
			.filter((line) -> line.contains("OpenTelemetry tracing initialized"))
			.toList();
		assertThat(lines).hasSize(1);
		assertThat(lines.get(0)).contains(" INFO ").contains("StartupSummary");
		return lines.get(0).substring(lines.get(0).indexOf("OpenTelemetry"));
	}

	@Test
	void saysWhatIsInEffectAndWhereItCameFrom(CapturedOutput output) {
		start(Application.class, WebApplicationType.NONE, "--observability.tracing.endpoint=localhost:4317",
				"--observability.tracing.service-name=orders", "--observability.tracing.sample-rate=0.5",
				"--observability.tracing.headers.x-key=s3cret");
		assertThat(line(output)).isEqualTo("OpenTelemetry tracing initialized: "
				+ "service orders (observability.tracing.service-name from the command line), "
				+ "endpoint http://localhost:4317 (observability.tracing.endpoint from the command line), "
				+ "protocol grpc (port 4317), "
				+ "sampling 0.5 (observability.tracing.sample-rate from the command line)");
	}

	@ParameterizedTest
	@CsvSource({ "http://user:s3cret@orders/?token=s3cret, http://REDACTED:REDACTED@orders/?token=REDACTED",
			"Bearer s3cret0123456789, Bearer REDACTED" })
	void masksASecretThatStandsWhereTheNameOfTheServiceBelongs(String name, String masked, CapturedOutput output) {
		start(Application.class, WebApplicationType.NONE, "--observability.tracing.endpoint=localhost:4317",
				"--observability.tracing.service-name=" + name);
		assertThat(line(output)).contains("service " + masked);
		assertThat(output).doesNotContain("s3cret");
	}

	@Test
	void namesFurtherBackEndsAndNotThoseThatAreOff(CapturedOutput output) {
		start(Application.class, WebApplicationType.NONE, "--observability.tracing.endpoint=localhost:4318",
				"--observability.tracing.export.otlp.Vendor.endpoint=https://api.example/v1/traces?key=s3cret",
				"--observability.tracing.export.otlp.Vendor.protocol=http/protobuf",
				"--observability.tracing.export.otlp.Vendor.headers.api-key=s3cret",
				"--observability.tracing.export.otlp.jaeger.endpoint=localhost:4317",
				"--observability.tracing.export.otlp.off.endpoint=localhost:1",
				"--observability.tracing.export.otlp.off.enabled=false");
		assertThat(line(output)).contains(
				"endpoint http://localhost:4318/v1/traces (observability.tracing.endpoint from the command line), "
						+ "protocol http/protobuf (default), back end Vendor https://api.example/v1/traces?REDACTED "
						+ "(observability.tracing.export.otlp.vendor.endpoint from the command line), "
						+ "protocol http/protobuf (observability.tracing.export.otlp.vendor.protocol from the command line), "
						+ "back end jaeger http://localhost:4317 "
						+ "(observability.tracing.export.otlp.jaeger.endpoint from the command line), "
						+ "protocol grpc (port 4317), sampling 1.0 (default)");
		assertThat(output).doesNotContain("s3cret");
	}

	@Test
	void namesFurtherBackEndsAlone(CapturedOutput output) {
		start(Application.class, WebApplicationType.NONE,
				"--observability.tracing.export.otlp.jaeger.endpoint=localhost:4317");
		assertThat(line(output)).contains(", back end jaeger http://localhost:4317 ")
			.doesNotContain("nothing is exported");
	}

	@Test
	void namesNoBackEndWhileExportIsOff(CapturedOutput output) {
		start(Application.class, WebApplicationType.NONE,
				"--observability.tracing.export.otlp.jaeger.endpoint=localhost:4317",
				"--management.tracing.export.enabled=false");
		assertThat(line(output)).contains("nothing is exported (management.tracing.export.enabled")
			.doesNotContain("jaeger");
	}

	@Test
	void survivesConnectionDetailsThatThrow(CapturedOutput output) {
		start(BrokenDetails.class, WebApplicationType.NONE, "--spring.main.lazy-initialization=true");
		assertThat(output).contains("OpenTelemetry tracing initialized: what is in effect cannot be told")
			.doesNotContain("s3cret");
	}

	@Test
	void saysThatNothingIsExportedAndNamesTheProperty(CapturedOutput output) {
		start(Application.class, WebApplicationType.NONE, "--spring.application.name=orders");
		assertThat(line(output)).isEqualTo("OpenTelemetry tracing initialized: "
				+ "service orders (spring.application.name from the command line), "
				+ "nothing is exported (set observability.tracing.endpoint, such as localhost:4317), "
				+ "sampling 1.0 (default)");
		assertThat(output.getOut().lines().filter((line) -> line.contains(" WARN ")))
			.noneMatch((line) -> line.contains("observability") || line.contains("xport"));
	}

	@Test
	void tellsTheTruthWhereTheUsersOwnKeysWin(CapturedOutput output) {
		start(Application.class, WebApplicationType.NONE, "--observability.tracing.endpoint=localhost:4317",
				"--management.opentelemetry.tracing.export.otlp.endpoint=https://collector:4318/v1/traces?key=s3cret",
				"--management.opentelemetry.tracing.sampler=always-on",
				"--management.opentelemetry.resource-attributes[service.name]=theirs");
		assertThat(line(output)).contains(
				"service theirs (management.opentelemetry.resource-attributes[service.name] from the command line)",
				"endpoint https://collector:4318/v1/traces?REDACTED "
						+ "(management.opentelemetry.tracing.export.otlp.endpoint from the command line)",
				"protocol http/protobuf (default)",
				"sampling always-on (management.opentelemetry.tracing.sampler from the command line)");
		assertThat(output).doesNotContain("s3cret");
	}

	@Test
	void doesNotSayOffWhereTheUsersOwnKeyKeepsTheSdkOn(CapturedOutput output) {
		start(Application.class, WebApplicationType.NONE, "--observability.tracing.enabled=false",
				"--management.opentelemetry.enabled=true");
		assertThat(line(output)).contains("nothing is exported");
	}

	@Test
	void saysWhichKeySwitchedExportOff(CapturedOutput output) {
		start(Application.class, WebApplicationType.NONE, "--observability.tracing.endpoint=localhost:4317",
				"--management.tracing.export.otlp.enabled=false");
		assertThat(line(output))
			.contains("nothing is exported (management.tracing.export.otlp.enabled from the command line)");
	}

	@Test
	void namesTheExporterOfTheUser(CapturedOutput output) {
		start(WithExporter.class, WebApplicationType.NONE);
		assertThat(line(output)).contains("exported by inMemorySpanExporter");
	}

	@Test
	void namesTheConnectionDetailsOfTheUser(CapturedOutput output) {
		start(WithConnectionDetails.class, WebApplicationType.NONE, "--observability.tracing.endpoint=localhost:4317");
		assertThat(line(output)).contains("endpoint http://container:1234 (bean userConnectionDetails)");
	}

	@Test
	void saysItOnceWithManagementContextOfItsOwn(CapturedOutput output) {
		start(Application.class, WebApplicationType.SERVLET, "--management.server.port=0");
		assertThat(line(output)).isNotEmpty();
	}

	@Test
	void saysItOnceWithParentAndChild(CapturedOutput output) {
		new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.child(Application.class)
			.web(WebApplicationType.NONE)
			.run("--spring.http.clients.reactive.connector=jdk")
			.close();
		assertThat(line(output)).isNotEmpty();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class WithExporter {

		@Bean
		InMemorySpanExporter inMemorySpanExporter() {
			return InMemorySpanExporter.create();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class WithConnectionDetails {

		@Bean
		OtlpTracingConnectionDetails userConnectionDetails() {
			return (transport) -> "http://container:1234";
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class BrokenDetails {

		@Bean
		OtlpTracingConnectionDetails brokenDetails() {
			return (transport) -> {
				throw new IllegalStateException("no container, s3cret");
			};
		}

	}

}
