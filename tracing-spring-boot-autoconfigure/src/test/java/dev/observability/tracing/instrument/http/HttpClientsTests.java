// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.stream.Stream;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.restclient.autoconfigure.RestClientObservationAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.service.HttpServiceClientAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.WebClientObservationAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.service.ReactiveHttpServiceClientAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Real requests through every kind of client: what the target receives, what is traced.
 */
class HttpClientsTests {

	private static final String BOOT = "boot's builders";

	private static final String OWN = "own beans";

	private static final String GROUPS = "groups without boot's observation";

	private static final String OFF = "tracing off";

	private static final List<Arguments> CALLS = Stream
		.concat(Stream.of("restClient", "restTemplate", "webClient", "restClientGroup", "webClientGroup")
			.map((call) -> Arguments.of(BOOT, call)),
				Stream.concat(
						Stream.of("restClientBuilderBean", "restClientBean", "restClientInterface", "restTemplateBean",
								"restTemplateInterface", "webClientBuilderBean", "webClientBean", "webClientInterface",
								"webClientOnAnotherThread")
							.map((call) -> Arguments.of(OWN, call)),
						Stream.of("restClientGroup", "webClientGroup").map((call) -> Arguments.of(GROUPS, call))))
		.toList();

	private static final Map<String, ConfigurableApplicationContext> applications = new LinkedHashMap<>();

	private static final HttpClient user = HttpClient.newHttpClient();

	@BeforeAll
	static void start() {
		applications.put(BOOT, start(ClientApplications.BootsBuilders.class));
		applications.put(OWN, start(ClientApplications.OwnBeans.class));
		applications.put(GROUPS,
				start(ClientApplications.Groups.class,
						"spring.autoconfigure.exclude=" + names(RestClientObservationAutoConfiguration.class,
								HttpServiceClientAutoConfiguration.class, WebClientObservationAutoConfiguration.class,
								ReactiveHttpServiceClientAutoConfiguration.class)));
		applications.put(OFF, start(ClientApplications.OwnBeans.class, "observability.tracing.enabled=false"));
	}

	@AfterAll
	static void stop() {
		applications.values().forEach(ConfigurableApplicationContext::close);
	}

	@ParameterizedTest
	@FieldSource("CALLS")
	void aCallIsOneClientSpanBetweenBothServerSpans(String application, String call) throws Exception {
		Request request = new Request(application);
		assertThat(request.send("/in/" + call, request.target(200))).isEqualTo("ok");
		request.assertCalled();
	}

	@ParameterizedTest
	@MethodSource("callsAndStatuses")
	void aCallWithAnErrorStatusIsOneClientSpanToo(String application, String call, int status) throws Exception {
		Request request = new Request(application);
		assertThat(request.send("/in/" + call, request.target(status))).isNotEqualTo("ok");
		request.assertCalled();
	}

	@ParameterizedTest
	@FieldSource("CALLS")
	void aRefusedConnectionIsOneFailedClientSpan(String application, String call) throws Exception {
		Request request = new Request(application);
		try (Socket bound = new Socket()) {
			// Bound but not listening: refuses, and nobody else can get the port
			bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
			URI refusing = URI.create("http://127.0.0.1:" + bound.getLocalPort() + "/");
			assertThat(request.send("/in/" + call, refusing)).isNotEqualTo("ok");
		}
		List<SpanData> spans = request.spans(2);
		SpanData client = only(spans, SpanKind.CLIENT);
		SpanData in = only(spans, SpanKind.SERVER);
		assertThat(client.getParentSpanId()).isEqualTo(in.getSpanId());
		assertThat(client.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
	}

	@Test
	void webClientInAMonoThatSpringMvcSubscribesToHasTheRequestAsParent() throws Exception {
		Request request = new Request(OWN);
		assertThat(request.send("/mono", request.target(200))).isEqualTo("body");
		request.assertCalled();
	}

	@Test
	void incomingTraceIsPassedOnUnchangedWhileTracingIsOff() throws Exception {
		for (String call : List.of("restClientBuilderBean", "restClientBean", "restTemplateBean",
				"webClientBuilderBean", "webClientBean", "webClientInterface")) {
			Request request = new Request(OFF);
			assertThat(request.send("/in/" + call, request.target(200))).isEqualTo("ok");
			assertThat(request.received()).as(call).containsExactly(request.traceparent());
			assertThat(request.spans(0)).isEmpty();
		}
	}

	static Stream<Arguments> callsAndStatuses() {
		return CALLS.stream()
			.flatMap((call) -> Stream.of(404, 503).map((status) -> Arguments.of(call.get()[0], call.get()[1], status)));
	}

	private static ConfigurableApplicationContext start(Class<?> configuration, String... properties) {
		return new SpringApplicationBuilder(ClientApplications.Base.class, configuration)
			.web(WebApplicationType.SERVLET)
			.properties("server.port=0", "server.address=127.0.0.1", "server.shutdown=immediate",
					"management.tracing.sampling.probability=1.0", "management.metrics.use-global-registry=false")
			.properties(properties)
			.run();
	}

	private static String names(Class<?>... classes) {
		return String.join(",", Arrays.stream(classes).map(Class::getName).toList());
	}

	private static SpanData only(List<SpanData> spans, SpanKind kind) {
		return assertThat(spans).filteredOn((span) -> span.getKind() == kind).singleElement().actual();
	}

	/** A request of its own trace, so that the spans of tests cannot be confused. */
	private static final class Request {

		private final ConfigurableApplicationContext application;

		private final String traceId = IdGenerator.random().generateTraceId();

		private final String spanId = IdGenerator.random().generateSpanId();

		Request(String application) {
			this.application = Objects.requireNonNull(applications.get(application));
		}

		String traceparent() {
			return "00-" + this.traceId + "-" + this.spanId + "-01";
		}

		URI target(int status) {
			return URI.create(base() + "/target/" + status);
		}

		String send(String path, URI to) throws IOException, InterruptedException {
			URI uri = URI.create(base() + path + "?to=" + URLEncoder.encode(to.toString(), StandardCharsets.UTF_8));
			HttpRequest request = HttpRequest.newBuilder(uri).header("traceparent", traceparent()).build();
			return user.send(request, BodyHandlers.ofString()).body();
		}

		Queue<String> received() {
			return Objects.requireNonNull(
					this.application.getBean(ClientApplications.Endpoints.class).received.get(this.traceId));
		}

		/** Waits: a server span ends after its response was sent. */
		List<SpanData> spans(int count) {
			InMemorySpanExporter exporter = this.application.getBean(ClientApplications.Spans.class).exporter();
			return await().pollDelay(Duration.ZERO)
				.pollInterval(Duration.ofMillis(5))
				.until(() -> exporter.getFinishedSpanItems()
					.stream()
					.filter((span) -> span.getTraceId().equals(this.traceId))
					.toList(), (spans) -> spans.size() >= count);
		}

		void assertCalled() {
			List<SpanData> spans = spans(3);
			assertThat(spans).hasSize(3);
			SpanData client = only(spans, SpanKind.CLIENT);
			assertThat(received()).containsExactly("00-" + this.traceId + "-" + client.getSpanId() + "-01");
			assertThat(spans).filteredOn((span) -> span.getParentSpanId().equals(this.spanId))
				.singleElement()
				.satisfies((in) -> assertThat(in.getKind()).isEqualTo(SpanKind.SERVER))
				.satisfies((in) -> assertThat(client.getParentSpanId()).isEqualTo(in.getSpanId()));
			assertThat(spans).filteredOn((span) -> span.getParentSpanId().equals(client.getSpanId()))
				.singleElement()
				.satisfies((target) -> assertThat(target.getKind()).isEqualTo(SpanKind.SERVER));
		}

		private String base() {
			return "http://127.0.0.1:" + this.application.getEnvironment().getProperty("local.server.port");
		}

	}

}
