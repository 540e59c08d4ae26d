// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.diagnostics;

import java.util.List;
import java.util.Map;

import dev.observability.tracing.testing.OtlpReceiver;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoint of a whole application, over HTTP.
 */
class TracingEndpointTests {

	@SuppressWarnings("NullAway.Init")
	private static OtlpReceiver receiver;

	@SuppressWarnings("NullAway.Init")
	private static DiagnosedApplication application;

	@BeforeAll
	static void start() {
		receiver = OtlpReceiver.start();
		application = DiagnosedApplication.start("observability.tracing.endpoint=" + receiver.httpEndpoint(),
				"observability.tracing.job.enabled=false", "observability.tracing.logging.enabled=false",
				"observability.tracing.sample-rate=0.25",
				"observability.tracing.sampling.drop.paths=/ping,/internal/**",
				"management.opentelemetry.tracing.sampler=always-on");
		application.get("/ok");
		application.exportSpan();
	}

	@AfterAll
	static void stop() {
		application.close();
		receiver.close();
	}

	@Test
	void tellsWhichFeaturesAreOnAndWhyOthersAreNot() {
		assertThat(map(application.json("/actuator/tracing"), "features")).containsEntry("export", "on")
			.containsEntry("diagnostics", "on")
			.containsEntry("jdbc", "on")
			.containsEntry("job", "off: observability.tracing.job.enabled is false")
			.containsEntry("logging",
					"off: @ConditionalOnTracingFeature (logging) observability.tracing.logging.enabled is false");
	}

	@Test
	void tellsEachSettingAndItsOrigin() {
		Map<String, Object> settings = map(map(application.json("/actuator/tracing"), "environment"), "settings");
		assertThat(settings)
			.containsEntry("observability.tracing.sample-rate", Map.of("value", "0.25", "origin", "the command line"))
			.containsEntry("observability.tracing.sampling.drop.paths",
					Map.of("value", "/ping,/internal/**", "origin", "the command line"))
			.containsEntry("observability.tracing.export.shutdown-timeout",
					Map.of("value", "0s", "origin", "the command line"))
			.containsEntry("observability.tracing.export.max-memory", Map.of("value", "100MB", "origin", "default"))
			.containsEntry("management.tracing.sampling.probability",
					Map.of("value", "0.25", "origin", "observability.tracing.sample-rate from the command line"))
			.containsEntry("management.opentelemetry.tracing.export.otlp.endpoint",
					Map.of("value", receiver.httpEndpoint(), "origin",
							"observability.tracing.endpoint from the command line"))
			.containsEntry("management.opentelemetry.tracing.export.max-queue-size",
					Map.of("value", "8192", "origin", "default"))
			.doesNotContainKey("observability.tracing.ssl-bundle");
	}

	@Test
	void tellsTheWayOfASpanAndWhatBecameOfThem() {
		Map<String, Object> exporter = exporter();
		assertThat(exporter).containsEntry("target", receiver.httpEndpoint() + " (http/protobuf)")
			.containsEntry("reach", "reached")
			.doesNotContainKey("lastFailure");
		assertThat(exporter.get("pipeline")).asString()
			.startsWith("count > decide")
			.containsSubsequence(" > queue", " > trim", " > redact", " > encode", " > meter",
					" > send to " + receiver.httpEndpoint());
		Map<String, Object> spans = map(exporter, "spans");
		assertThat(number(spans, "accepted")).isPositive().isEqualTo(number(spans, "exported"));
		assertThat(number(spans, "unaccounted")).isZero();
		assertThat(map(spans, "lost")).containsKeys("queue_full", "unreachable", "rejected")
			.allSatisfy((reason, lost) -> assertThat(lost).isEqualTo(0));
		assertThat(map(exporter, "queue")).containsEntry("maxSpans", 8192 + 2048).containsEntry("spans", 0);
	}

	@Test
	void tellsWhatEachFeatureKnows() {
		assertThat(map(application.json("/actuator/tracing"), "sampling").get("sampler")).asString()
			.contains("AlwaysOnSampler");
		assertThat(application.json("/actuator/tracing/export")).containsKeys("spans", "memory", "lost",
				"shutdownTimeout");
		assertThat(application.json("/actuator/tracing/propagation")).containsEntry("executorsPassContextOn", true);
	}

	@Test
	void accountsForEachSpanThatStarted() {
		Span live = application.context()
			.getBean(SdkTracerProvider.class)
			.get("test")
			.spanBuilder("does not end")
			.startSpan();
		try {
			Map<String, Object> started = map(application.json("/actuator/tracing/export"), "spans");
			Map<String, Object> spans = map(exporter(), "spans");
			assertThat(number(started, "live")).isPositive();
			assertThat(number(started, "heldBack")).isZero();
			assertThat(number(started, "idle")).isZero();
			assertThat(number(started, "unaccounted")).isZero();
			assertThat(number(started, "started") - number(started, "live")).isPositive()
				.isEqualTo(number(spans, "accepted"));
		}
		finally {
			live.end();
		}
	}

	@Test
	void onlyReads() {
		for (String path : List.of("/actuator/tracing", "/actuator/tracing/doctor", "/actuator/tracing/export")) {
			for (String method : List.of("POST", "PUT", "DELETE", "PATCH")) {
				assertThat(application.send(method, path).statusCode()).as(method + " " + path).isEqualTo(405);
			}
		}
	}

	@Test
	void tellsWhatElseCanBeAskedFor() {
		assertThat(application.json("/actuator/tracing")).containsEntry("more", List.of("doctor", "redactions"))
			.doesNotContainKeys("doctor", "findings");
	}

	@Test
	void findsNothingWrong() {
		assertThat(application.json("/actuator/tracing/doctor")).containsEntry("findings", List.of());
	}

	@Test
	void knowsNoOtherSection() {
		assertThat(application.get("/actuator/tracing/secrets").statusCode()).isEqualTo(404);
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> exporter() {
		List<Object> exporters = (List<Object>) application.json("/actuator/tracing")
			.getOrDefault("exporters", List.of());
		assertThat(exporters).hasSize(1);
		return (Map<String, Object>) exporters.get(0);
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> map(Map<String, Object> map, String key) {
		return (Map<String, Object>) map.getOrDefault(key, Map.of());
	}

	private static long number(Map<String, Object> map, String key) {
		return ((Number) map.getOrDefault(key, -1)).longValue();
	}

}
