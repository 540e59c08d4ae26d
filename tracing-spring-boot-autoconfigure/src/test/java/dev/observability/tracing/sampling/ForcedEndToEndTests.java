// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sampling;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import dev.observability.tracing.testing.DebianProgram;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that are recorded because of a header that the command of the page made.
 */
class ForcedEndToEndTests {

	private static final String SECRET = "a secret of some characters, with a blank";

	private static final String[] PROPERTIES = { "observability.tracing.sampling.forced.secret=" + SECRET,
			"observability.tracing.sample-rate=0" };

	private static final AttributeKey<String> REASON = AttributeKey.stringKey("sampling.reason");

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void aForcedRequestIsRecordedWithAllBelowIt(WebApplicationType type) throws Exception {
		List<SpanData> spans = SamplingApplication.start(type, PROPERTIES)
			.get("/orders")
			.get("/orders?page=1", header("/orders"))
			.spanData();
		assertThat(spans).extracting(SpanData::getName).containsExactlyInAnyOrder("by hand", "observed", "GET /orders");
		assertThat(spans).allSatisfy((span) -> assertThat(span.getAttributes().get(REASON))
			.isEqualTo(span.getName().equals("GET /orders") ? "forced" : null));
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void aPathThatIsLeftOutIsRecordedToo(WebApplicationType type) throws Exception {
		assertThat(SamplingApplication.start(type, PROPERTIES).get("/actuator/work", header("/actuator/work")).spans())
			.containsExactlyInAnyOrder("by hand", "observed", "GET /actuator/work");
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void aTraceThatTheCallerDoesNotRecordIsRecordedHere(WebApplicationType type) throws Exception {
		Map<String, String> header = header("/orders");
		List<SpanData> spans = SamplingApplication.start(type, PROPERTIES)
			.get("/orders",
					Map.of("X-Trace-Force", header.get("X-Trace-Force"), "traceparent",
							"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00"))
			.spanData();
		assertThat(spans).hasSize(3)
			.allSatisfy((span) -> assertThat(span.getTraceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736"))
			.filteredOn((span) -> span.getAttributes().get(REASON) != null)
			.hasSize(1);
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void whatIsNotSignedForThePathIsTreatedLikeAllOthers(WebApplicationType type) throws Exception {
		try (SamplingApplication application = SamplingApplication.start(type, PROPERTIES)) {
			application.get("/orders", header("/internal/orders"))
				.get("/orders", Map.of("X-Trace-Force", "1.2"))
				.get("/orders", Map.of("x-trace-force", "x".repeat(4_000)));
			assertThat(application.count(ForcedOutcome.SIGNATURE)).isEqualTo(1);
			assertThat(application.count(ForcedOutcome.MALFORMED)).isEqualTo(2);
			assertThat(application.count(ForcedOutcome.ACCEPTED)).isZero();
			assertThat(application.spanData()).isEmpty();
		}
	}

	@Test
	void noPartOfARequestIsForcedWhereSpringBootMakesItsSpan() throws Exception {
		assertThat(SamplingApplication
			.start(WebApplicationType.SERVLET, PROPERTIES[0], PROPERTIES[1],
					"observability.tracing.observation.enabled=false")
			.get("/orders", header("/orders"))
			.spans()).isEmpty();
	}

	@Test
	void aForcedTraceHasNoMoreSpansThanOthers() throws Exception {
		assertThat(SamplingApplication
			.start(WebApplicationType.SERVLET, PROPERTIES[0], PROPERTIES[1],
					"observability.tracing.sampling.max-spans-per-trace=2")
			.get("/orders", header("/orders"))
			.spans()).hasSize(2).contains("GET /orders");
	}

	@Test
	void withoutASecretTheHeaderMeansNothing() throws Exception {
		assertThat(SamplingApplication.start(WebApplicationType.SERVLET, "observability.tracing.sample-rate=0")
			.get("/orders", header("/orders"))
			.spans()).isEmpty();
	}

	/** What the command of the page prints. */
	private static Map<String, String> header(String path) throws IOException, InterruptedException {
		DebianProgram.find("openssl", "openssl");
		ProcessBuilder shell = new ProcessBuilder("sh", "-c", command() + "\nprintf %s \"$header\"");
		shell.environment().put("TRACE_FORCE_SECRET", SECRET);
		shell.environment().put("path", path);
		Process process = shell.redirectErrorStream(true).start();
		String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
		assertThat(printed).startsWith("X-Trace-Force: ");
		return Map.of("X-Trace-Force", printed.substring("X-Trace-Force: ".length()));
	}

	private static String command() throws IOException {
		Path module = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
		return Files.readAllLines(module.resolveSibling("src/docs/sampling.md"))
			.stream()
			.filter((line) -> line.startsWith("expiry=") || line.startsWith("header="))
			.collect(Collectors.joining("\n"));
	}

}
