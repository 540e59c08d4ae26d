// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.application;

import java.util.List;

/**
 * What the users of the variants declare.
 */
final class Dependencies {

	static final List<String> APPLICATION = List.of("org.springframework.boot:spring-boot-starter-webmvc",
			"org.springframework.boot:spring-boot-starter-jdbc",
			"org.springframework.boot:spring-boot-starter-data-jpa",
			"org.springframework.boot:spring-boot-starter-thymeleaf", "com.h2database:h2");

	static final List<String> ACTUATOR = List.of("org.springframework.boot:spring-boot-starter-actuator");

	static final List<String> BOOT = List.of("org.springframework.boot:spring-boot-starter-actuator",
			"org.springframework.boot:spring-boot-starter-opentelemetry",
			"io.micrometer:micrometer-registry-prometheus");

	static final List<String> BOOT_JDBC = List.of("org.springframework.boot:spring-boot-starter-actuator",
			"org.springframework.boot:spring-boot-starter-opentelemetry",
			"io.micrometer:micrometer-registry-prometheus", "net.ttddyy.observation:datasource-micrometer-spring-boot");

	static final List<String> OPENTELEMETRY = List
		.of("io.opentelemetry.instrumentation:opentelemetry-spring-boot-starter");

	static final List<String> OURS = List.of("dev.observability:tracing-spring-boot-starter");

	private Dependencies() {
	}

}
