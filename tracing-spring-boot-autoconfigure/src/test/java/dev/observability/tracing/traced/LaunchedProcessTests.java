// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.observability.tracing.Tracing;
import dev.observability.tracing.job.TracedJob;
import dev.observability.tracing.testing.OtlpReceiver;
import dev.observability.tracing.testing.ReceivedSpan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Command-line applications, each in a JVM of its own: what they send before they end,
 * the trace of who launched them, and what they remember of a former process.
 */
class LaunchedProcessTests {

	private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

	private static final String PARENT = "00f067aa0ba902b7";

	private final OtlpReceiver receiver = OtlpReceiver.start();

	@TempDir
	Path directory;

	@AfterEach
	void stop() {
		this.receiver.close();
	}

	private int launch(Map<String, String> variables, String... arguments) throws IOException, InterruptedException {
		Path log = this.directory.resolve("out.log");
		List<String> command = new ArrayList<>();
		Collections.addAll(command, Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", Application.class.getName());
		Collections.addAll(command, arguments);
		// An export that nothing hurries would come too late
		Collections.addAll(command, "--observability.tracing.endpoint=http://localhost:" + this.receiver.httpPort(),
				"--management.opentelemetry.tracing.export.schedule-delay=1h");
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
		builder.environment().keySet().removeIf((name) -> name.startsWith("OTEL_") || name.startsWith("TRACE"));
		builder.environment()
			.put("CLASSPATH", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
		builder.environment().putAll(variables);
		Process process = builder.start();
		boolean ended = process.waitFor(60, TimeUnit.SECONDS);
		process.destroyForcibly();
		assertThat(ended).as(Files.readString(log, StandardCharsets.UTF_8)).isTrue();
		return process.exitValue();
	}

	private ReceivedSpan span(String name) {
		return this.receiver.spans()
			.stream()
			.filter((span) -> span.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new AssertionError("no " + name + " among " + this.receiver.spans()));
	}

	@Test
	void everyRunnerIsASpanThatLeavesBeforeTheProcessEnds() throws Exception {
		assertThat(launch(Map.of())).isZero();
		assertThat(span("Importer.run").isRoot()).isTrue();
		assertThat(span("Application.run").isRoot()).isTrue();
		assertThat(span("read").parentSpanId()).isEqualTo(span("Importer.run").spanId());
	}

	@Test
	void aRunJoinsTheTraceOfWhoLaunchedIt() throws Exception {
		assertThat(launch(Map.of("TRACEPARENT", "00-" + TRACE + "-" + PARENT + "-01", "CORRELATION_ID", "nightly-7")))
			.isZero();
		for (String name : List.of("Importer.run", "Application.run")) {
			assertThat(span(name).traceId()).isEqualTo(TRACE);
			assertThat(span(name).parentSpanId()).isEqualTo(PARENT);
			assertThat(span(name).attributes()).containsEntry("correlation.id", "nightly-7");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "00-" + TRACE + "-" + PARENT, "nonsense" })
	void aBrokenTraceParentIsATraceOfItsOwn(String parent) throws Exception {
		assertThat(launch(Map.of("TRACEPARENT", parent))).isZero();
		assertThat(span("Importer.run").isRoot()).isTrue();
	}

	@Test
	void theSpanOfARunnerThatFailsLeaves() throws Exception {
		assertThat(launch(Map.of(), "fail")).isNotZero();
		assertThat(span("Importer.run").statusCode()).isEqualTo("ERROR");
	}

	@Test
	void aJobThatWasStoredLinksToTheProcessThatQueuedIt() throws Exception {
		Path column = this.directory.resolve("column");
		assertThat(launch(Map.of(), "queue=" + column)).isZero();
		assertThat(Files.readString(column)).hasSizeLessThanOrEqualTo(255);
		ReceivedSpan queued = span("Importer.run");
		this.receiver.clear();
		assertThat(launch(Map.of(), "resume=" + column)).isZero();
		ReceivedSpan job = span("resumed");
		assertThat(job.isRoot()).isTrue();
		assertThat(job.traceId()).isNotEqualTo(queued.traceId());
		assertThat(job.links()).singleElement().satisfies((link) -> {
			assertThat(link.traceId()).isEqualTo(queued.traceId());
			assertThat(link.spanId()).isEqualTo(queued.spanId());
		});
	}

	static class Jobs {

		@TracedJob(name = "resumed", trigger = "#stored")
		void resume(String stored) {
		}

	}

	static class Importer implements CommandLineRunner {

		private final Tracing tracing;

		private final Jobs jobs;

		Importer(Tracing tracing, Jobs jobs) {
			this.tracing = tracing;
			this.jobs = jobs;
		}

		@Override
		public void run(String... arguments) throws IOException {
			this.tracing.run("read", () -> {
			});
			String first = arguments[0];
			if (first.equals("fail")) {
				throw new IllegalStateException("as asked for");
			}
			if (first.startsWith("queue=")) {
				Files.writeString(Path.of(first.substring("queue=".length())), String.valueOf(this.tracing.snapshot()));
			}
			if (first.startsWith("resume=")) {
				this.jobs.resume(Files.readString(Path.of(first.substring("resume=".length()))));
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	public static class Application {

		public static void main(String[] arguments) {
			SpringApplication application = new SpringApplication(Application.class);
			application.setWebApplicationType(WebApplicationType.NONE);
			application.run(arguments);
		}

		@Bean
		Importer importer(Tracing tracing, Jobs jobs) {
			return new Importer(tracing, jobs);
		}

		@Bean
		Jobs jobs() {
			return new Jobs();
		}

		@Bean
		static ApplicationRunner lambda() {
			return (arguments) -> {
			};
		}

	}

}
