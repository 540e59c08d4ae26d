// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.application;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What is compared: the same application, as its user would have built it with this or
 * that. All that send spans do so over OTLP by HTTP, every second at the latest, and
 * record every trace unless the name says otherwise.
 */
enum Variant {

	/** The application without actuator: what the agent is added to. */
	PLAIN("plain", List.of(), 0, 0),

	/** What all with Micrometer are added to. */
	BASE("plain + actuator", Dependencies.ACTUATOR, 0, 0),

	/** Spring Boot's own starter, its meters going to Prometheus only. */
	BOOT("Boot's starter", Dependencies.BOOT, 1, 1),

	/** The same again, for the noise. */
	BOOT_AGAIN("Boot's starter, again (noise)", Dependencies.BOOT, 1, 1),

	/** The same with datasource-micrometer, restricted to queries. */
	BOOT_JDBC("Boot's starter + datasource-micrometer", Dependencies.BOOT_JDBC, 4, 3),

	/** The same with nothing sampled. */
	BOOT_0("Boot's starter, 0 %", Dependencies.BOOT, 0, 0),

	/** OpenTelemetry's Java agent with its metrics, over the plain application. */
	AGENT("OpenTelemetry agent", List.of(), 4, 3),

	/**
	 * OpenTelemetry's Spring Boot starter with its metrics, over the plain application.
	 */
	OPENTELEMETRY("OpenTelemetry starter", Dependencies.OPENTELEMETRY, 4, 3),

	/** Our starter. */
	OURS("**ours**", Dependencies.OURS, 4, 3),

	/** Ours with one trace in a hundred. */
	OURS_1("ours, 1 %", Dependencies.OURS, 0, 0),

	/** Ours with nothing sampled. */
	OURS_0("ours, 0 %", Dependencies.OURS, 0, 0),

	/** Ours switched off. */
	OURS_OFF("ours, enabled=false", Dependencies.OURS, 0, 0);

	private static final List<String> BOOT_SETTINGS = List.of("--management.otlp.metrics.export.enabled=false",
			"--management.logging.export.otlp.enabled=false", "--jdbc.includes=query");

	private final String label;

	private final List<String> dependencies;

	private final int itemSpans;

	private final int pageSpans;

	Variant(String label, List<String> dependencies, int itemSpans, int pageSpans) {
		this.label = label;
		this.dependencies = dependencies;
		this.itemSpans = itemSpans;
		this.pageSpans = pageSpans;
	}

	String label() {
		return this.label;
	}

	// Everything its user declares
	List<String> dependencies() {
		List<String> all = new ArrayList<>(Dependencies.APPLICATION);
		all.addAll(this.dependencies);
		return all;
	}

	// How many spans one request makes; the agent may make more
	int spans(Workload workload) {
		return (workload == Workload.ITEMS) ? this.itemSpans : this.pageSpans;
	}

	// Whether more spans than said are fine
	boolean mayMakeMore() {
		return this == AGENT || this == OPENTELEMETRY;
	}

	// Whether the number of spans is left to chance
	boolean isSampled() {
		return this == OURS_1;
	}

	// Options of its JVM
	List<String> options(int sinkPort, Path jars, int exportMillis) {
		if (this != AGENT && this != OPENTELEMETRY) {
			return List.of();
		}
		List<String> options = new ArrayList<>();
		if (this == AGENT) {
			options.add("-javaagent:" + jars.resolve("opentelemetry-javaagent.jar").toAbsolutePath());
		}
		options.addAll(List.of("-Dotel.service.name=benchmark", "-Dotel.exporter.otlp.protocol=http/protobuf",
				"-Dotel.exporter.otlp.endpoint=http://127.0.0.1:" + sinkPort, "-Dotel.traces.sampler=always_on",
				"-Dotel.bsp.schedule.delay=" + exportMillis, "-Dotel.metrics.exporter=otlp",
				"-Dotel.logs.exporter=none"));
		return options;
	}

	// Settings of its application
	List<String> settings(int sinkPort, int exportMillis) {
		List<String> settings = new ArrayList<>();
		String url = "http://127.0.0.1:" + sinkPort;
		switch (this) {
			case BOOT, BOOT_AGAIN, BOOT_JDBC, BOOT_0 -> {
				settings.addAll(BOOT_SETTINGS);
				settings.add("--management.opentelemetry.tracing.export.otlp.endpoint=" + url + "/v1/traces");
				settings.add("--management.tracing.sampling.probability=" + ((this == BOOT_0) ? "0.0" : "1.0"));
				settings.add("--management.opentelemetry.tracing.export.schedule-delay=" + exportMillis + "ms");
			}
			case OURS, OURS_1, OURS_0, OURS_OFF -> {
				settings.add("--observability.tracing.endpoint=" + url);
				settings.add("--observability.tracing.enabled=" + (this != OURS_OFF));
				settings.add("--observability.tracing.sample-rate="
						+ ((this == OURS_1) ? "0.01" : (this == OURS_0) ? "0.0" : "1.0"));
				settings.add("--management.opentelemetry.tracing.export.schedule-delay=" + exportMillis + "ms");
			}
			default -> {
				// As it is
			}
		}
		return settings;
	}

}
