// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.diagnostics;

import java.time.Duration;

import dev.observability.tracing.testing.OtlpReceiver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerConfiguration;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class LoggingGroupTests {

	private final LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());

	@AfterEach
	void forgetTheLevels() {
		LogLevels.forget();
	}

	@Test
	void oneSwitchShowsWhatEachExportDoes(CapturedOutput output) {
		try (OtlpReceiver receiver = OtlpReceiver.start();
				DiagnosedApplication application = DiagnosedApplication.exporting("logging.level.tracing=debug",
						"observability.tracing.endpoint=" + receiver.httpEndpoint())) {
			application.exportSpan();
			assertThat(output).containsPattern("DEBUG .*Export 1 reached " + receiver.httpEndpoint());
			assertThat(level("io.opentelemetry")).isEqualTo(LogLevel.DEBUG);
			assertThat(level("io.micrometer.tracing")).isEqualTo(LogLevel.DEBUG);
			assertThat(level("io.opentelemetry.exporter.internal.http.HttpExporter"))
				.as("a line of the SDK for each batch")
				.isEqualTo(LogLevel.DEBUG);
		}
	}

	@Test
	void nothingOfThatIsShownWithoutIt(CapturedOutput output) {
		try (OtlpReceiver receiver = OtlpReceiver.start();
				DiagnosedApplication application = DiagnosedApplication
					.exporting("observability.tracing.endpoint=" + receiver.httpEndpoint())) {
			application.exportSpan();
			assertThat(output).doesNotContain("Export 1 reached");
			assertThat(level("io.opentelemetry.exporter.internal.http.HttpExporter")).isEqualTo(LogLevel.OFF);
		}
	}

	@Test
	void theSwitchWorksWhileTheApplicationRuns(CapturedOutput output) {
		try (OtlpReceiver receiver = OtlpReceiver.start();
				DiagnosedApplication application = DiagnosedApplication
					.start("observability.tracing.endpoint=" + receiver.httpEndpoint())) {
			request(application, receiver, 1);
			assertThat(output).as("before").doesNotContain("Export ");
			change(application, "\"debug\"");
			request(application, receiver, 2);
			assertThat(output).as("switched on")
				.containsPattern("DEBUG .*Export \\d+ reached " + receiver.httpEndpoint());
			change(application, "null");
			int length = output.length();
			request(application, receiver, 3);
			assertThat(output.toString().substring(length)).as("switched off").doesNotContain("Export ");
		}
	}

	private static void request(DiagnosedApplication application, OtlpReceiver receiver, int spans) {
		assertThat(application.get("/ok").statusCode()).isEqualTo(200);
		// Its span ends after the answer has left
		receiver.await(spans, Duration.ofSeconds(30));
		application.flush();
	}

	private static void change(DiagnosedApplication application, String level) {
		assertThat(application.post("/actuator/loggers/tracing", "{\"configuredLevel\":" + level + "}").statusCode())
			.isEqualTo(204);
	}

	@Test
	void theGroupOfTheApplicationWins() {
		try (DiagnosedApplication application = DiagnosedApplication
			.exporting("logging.group.tracing=com.example.tracing", "logging.level.tracing=trace")) {
			assertThat(application.context().isActive()).isTrue();
			assertThat(level("com.example.tracing")).isEqualTo(LogLevel.TRACE);
			assertThat(level("dev.observability.tracing")).isNotEqualTo(LogLevel.TRACE);
		}
	}

	private LogLevel level(String logger) {
		LoggerConfiguration configuration = this.logging.getLoggerConfiguration(logger);
		for (String name = logger; configuration == null && name.contains(".");) {
			name = name.substring(0, name.lastIndexOf('.'));
			configuration = this.logging.getLoggerConfiguration(name);
		}
		return (configuration != null) ? configuration.getEffectiveLevel() : LogLevel.OFF;
	}

}
