// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.agent;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a JVM with the real OpenTelemetry Java agent shows: the agent traces, we do not.
 */
class AgentTests {

	private static final Path AGENT = Path.of("target", "java-agent", "opentelemetry-javaagent.jar");

	private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

	/** A line of the agent's console exporter: name, trace id, span id, kind. */
	private static final Pattern SPAN = Pattern
		.compile("'([^']+)' : ([0-9a-f]{32}) ([0-9a-f]{16}) (SERVER|CLIENT|INTERNAL)");

	private static final Pattern NAME = Pattern.compile("dev\\.observability\\.[\\w.$]+");

	private static final HttpClient user = HttpClient.newHttpClient();

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private static Path directory;

	private static String agent = "";

	private static String ours = "";

	private static String received = "";

	private static String doctor = "";

	private static String output = "";

	@BeforeAll
	static void runTheApplication() throws Exception {
		Path log = directory.resolve("output.txt");
		Process process = start(log);
		try {
			String base = "http://127.0.0.1:" + port(process, log);
			assertThat(get(base + "/in?to=" + base + "/target", "00-" + TRACE_ID + "-00f067aa0ba902b7-01"))
				.isEqualTo("ok");
			agent = get(base + "/agent");
			ours = get(base + "/ours");
			received = get(base + "/received");
			doctor = get(base + "/actuator/tracing/doctor");
			process.getOutputStream().close();
			assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
		}
		finally {
			process.destroyForcibly();
		}
		output = Files.readString(log);
	}

	@AfterAll
	static void forgetTheOutput() {
		output = "";
	}

	@Test
	void theAgentIsSeen() {
		assertThat(agent).isEqualTo("true");
	}

	@Test
	void theDoctorSaysWhoTraces() {
		assertThat(doctor).contains("\"code\":\"agent-present\"").containsOnlyOnce("\"code\"");
	}

	@Test
	void noBeanIsOursButWhatSilencesBootsTracerOrTellsAndWhatApplicationsInject() {
		assertThat(NAME.matcher(ours).results().map(MatchResult::group))
			.allMatch((name) -> name.startsWith("dev.observability.tracing.environment.EnvironmentAutoConfiguration")
					|| name.startsWith("dev.observability.tracing.environment.EnvironmentDiagnostics")
					|| name.startsWith("dev.observability.tracing.diagnostics.")
					|| name.startsWith("dev.observability.tracing.traced.ManualTracing")
					|| name.startsWith("dev.observability.tracing.job.JobAutoConfiguration")
					|| name.startsWith("dev.observability.tracing.job.ManualJobs"));
	}

	@Test
	void eachRequestIsOneServerSpanAndEachCallOneClientSpan() {
		List<Span> spans = spans();
		assertThat(spans).filteredOn((span) -> span.kind().equals("SERVER"))
			.extracting(Span::name)
			.containsExactlyInAnyOrder("GET /in", "GET /target", "GET /target");
		assertThat(spans).filteredOn((span) -> span.kind().equals("CLIENT")).hasSize(2);
	}

	@Test
	void eachCallCarriesTheTraceparentOfTheAgentAlone() {
		List<String> expected = spans().stream()
			.filter((span) -> span.kind().equals("CLIENT"))
			.map((span) -> "[00-" + TRACE_ID + "-" + span.spanId() + "-01]")
			.toList();
		assertThat(received).isEqualTo(expected.toString());
	}

	@Test
	void aSpanByHandIsAPartOfTheTraceOfTheAgent() {
		assertThat(output).containsPattern("'by hand' : " + TRACE_ID + " [0-9a-f]{16} INTERNAL");
	}

	@Test
	void oneWarningSaysThatWeStepBack() {
		assertThat(output.lines().filter((line) -> line.contains(" WARN ") && line.contains("Java agent")))
			.singleElement()
			.asString()
			.contains("observability.tracing.* has no effect");
	}

	private static Process start(Path log) throws IOException {
		String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		ProcessBuilder builder = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"),
				"-javaagent:" + AGENT.toAbsolutePath(), "-XX:TieredStopAtLevel=1", "-Dotel.traces.exporter=console",
				"-Dotel.metrics.exporter=none", "-Dotel.logs.exporter=none", "-Dotel.bsp.schedule.delay=100",
				AgentApplication.class.getName(), "--server.port=0", "--server.address=127.0.0.1",
				"--server.shutdown=immediate", "--management.endpoints.web.exposure.include=tracing",
				"--observability.tracing.endpoint=localhost:4317");
		builder.environment().keySet().removeIf((name) -> name.startsWith("OTEL_"));
		builder.environment().putAll(Map.of("CLASSPATH", classPath));
		return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
	}

	private static String port(Process process, Path log) {
		return await().atMost(Duration.ofSeconds(60))
			.until(() -> PORT.matcher(Files.readString(log)).results().map((port) -> port.group(1)).toList(),
					(ports) -> !ports.isEmpty() || !process.isAlive())
			.stream()
			.findFirst()
			.orElseThrow(() -> new IllegalStateException(read(log)));
	}

	private static String read(Path log) {
		try {
			return Files.readString(log);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String get(String uri, String... traceparent) throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri)).timeout(Duration.ofSeconds(30));
		for (String value : traceparent) {
			request.header("traceparent", value);
		}
		return user.send(request.build(), BodyHandlers.ofString()).body();
	}

	private static List<Span> spans() {
		return SPAN.matcher(output)
			.results()
			.map(Span::new)
			.filter((span) -> span.traceId().equals(TRACE_ID) && !span.kind().equals("INTERNAL"))
			.toList();
	}

	private record Span(String name, String traceId, String spanId, String kind) {

		Span(MatchResult line) {
			this(line.group(1), line.group(2), line.group(3), line.group(4));
		}

	}

}
