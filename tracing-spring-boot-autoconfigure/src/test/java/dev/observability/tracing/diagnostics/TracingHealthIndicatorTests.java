// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.diagnostics;

import java.util.Map;
import java.util.Objects;

import dev.observability.tracing.testing.OtlpReceiver;
import dev.observability.tracing.testing.ReceiverFault;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

class TracingHealthIndicatorTests {

	private static final String HEALTH = "management.health.tracing.enabled=true";

	@Test
	void isUpWhileSpansArriveAndUnknownWhileTheyDoNot() {
		try (OtlpReceiver receiver = OtlpReceiver.start();
				DiagnosedApplication application = DiagnosedApplication.exporting(HEALTH,
						"observability.tracing.endpoint=" + receiver.httpEndpoint())) {
			assertThat(health(application).getStatus()).as("before the first span").isEqualTo(Status.UNKNOWN);
			application.exportSpan();
			assertThat(health(application).getStatus()).isEqualTo(Status.UP);
			receiver.fault(ReceiverFault.REFUSE);
			application.exportSpan();
			assertThat(health(application).getStatus()).isEqualTo(Status.UNKNOWN);
			assertThat(health(application).getDetails().toString()).contains("Connection refused")
				.contains("reach=away")
				.contains(receiver.httpEndpoint());
			receiver.fault(ReceiverFault.NONE);
			application.exportSpan();
			assertThat(health(application).getStatus()).isEqualTo(Status.UP);
		}
	}

	@Test
	void isUnknownWithoutAnExporter() {
		try (DiagnosedApplication application = DiagnosedApplication.exporting(HEALTH)) {
			assertThat(health(application).getStatus()).isEqualTo(Status.UNKNOWN);
		}
	}

	@Test
	void turnsNoProbeOfAnOrchestratorDown() {
		try (DiagnosedApplication application = DiagnosedApplication.start(HEALTH,
				"management.endpoint.health.probes.enabled=true", "management.endpoint.health.show-components=always",
				"observability.tracing.endpoint=http://localhost:1")) {
			application.exportSpan();
			Map<String, Object> health = application.json("/actuator/health");
			assertThat(health).containsEntry("status", "UP");
			assertThat(health.get("components")).asString().contains("tracing={status=UNKNOWN}");
			assertThat(application.get("/actuator/health/liveness").body()).doesNotContain("tracing");
			assertThat(application.get("/actuator/health/readiness").body()).contains("UP").doesNotContain("tracing");
		}
	}

	private static Health health(DiagnosedApplication application) {
		return Objects.requireNonNull(application.context().getBean(HealthIndicator.class).health());
	}

}
