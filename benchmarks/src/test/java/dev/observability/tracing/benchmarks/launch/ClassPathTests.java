// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.launch;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ClassPathTests {

	private static final String OURS = "dev.observability:tracing-spring-boot-starter";

	private final ClassPath classPath = ClassPath.current();

	@Test
	void bootsStarterBringsItsOwnAndNothingOfOurs() {
		Set<Path> files = this.classPath.closure(List.of("org.springframework.boot:spring-boot-starter-opentelemetry"),
				List.of());
		assertThat(files.toString()).contains("micrometer-tracing-bridge-otel", "opentelemetry-exporter-otlp")
			.doesNotContain("tracing-spring-boot-", "opentelemetry-exporter-sender-jdk", "jmh-core", "h2-");
	}

	@Test
	void oursBringsTheAutoConfigurationAndNothingOfBootsStarter() {
		Set<Path> files = this.classPath.closure(List.of(OURS), List.of());
		assertThat(files.toString())
			.contains("tracing-spring-boot-autoconfigure", "okhttp-jvm", "micrometer-registry-prometheus")
			.doesNotContain("spring-boot-starter-opentelemetry", "opentelemetry-exporter-sender-jdk",
					"micrometer-registry-otlp", "datasource-proxy");
	}

	@Test
	void actuatorBringsNoTracing() {
		Set<Path> files = this.classPath.closure(List.of("org.springframework.boot:spring-boot-starter-actuator"),
				List.of());
		assertThat(files.toString()).contains("micrometer-core").doesNotContain("micrometer-tracing", "opentelemetry");
	}

	@Test
	void exclusionTakesAwayWhatNothingElseNeeds() {
		Set<Path> files = this.classPath.closure(List.of("dev.observability:sample-app"), List.of(OURS));
		assertThat(files.toString()).contains("sample-app", "spring-webmvc")
			.doesNotContain("tracing-spring-boot-", "opentelemetry");
	}

	@Test
	void missingRootIsNamed() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.classPath.closure(List.of("org.example:absent"), List.of()))
			.withMessageContaining("org.example:absent");
		assertThat(this.classPath.has(List.of("org.example:absent"))).isFalse();
		assertThat(this.classPath.has(List.of(OURS))).isTrue();
	}

}
