// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.diagnostics;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpServer;
import dev.observability.tracing.testing.OtlpReceiver;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Secrets in whatever may hold one, and all that the endpoint and the indicator answer
 * and the log says with every detail of tracing switched on.
 */
@ExtendWith(OutputCaptureExtension.class)
class NoSecretTests {

	private static final String SECRET = "s3cret";

	private static final String JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl";

	private static final List<String> PLANTED = List.of("observability.tracing.headers.authorization=Bearer s3cret",
			"observability.tracing.headers.x-api-key=s3cret",
			"observability.tracing.redaction.hash-key=s3cret0123456789",
			"observability.tracing.viewer.token=s3cret-s3cret-s3cret",
			"observability.tracing.service-name=http://user:s3cret@host/x?token=s3cret",
			"observability.tracing.environment=jdbc:postgresql://host/db?password=s3cret",
			"observability.tracing.to-come.password=s3cret", "observability.tracing.token=s3cret",
			"observability.tracing.export.otlp.vendor.headers.api-key=s3cret",
			"management.opentelemetry.tracing.export.otlp.headers.x-other=s3cret",
			"management.opentelemetry.resource-attributes[api.key]=s3cret",
			"spring.ssl.bundle.jks.collector.keystore.password=s3cret", "management.health.tracing.enabled=true",
			"management.endpoint.health.show-details=always", "logging.level.tracing=debug");

	private static final List<String> SECTIONS = List.of("/features", "/exporters", "/environment", "/export",
			"/sampling", "/propagation", "/http", "/traced", "/metrics", "/doctor", "/redactions", "");

	/** A back end that works, beside the one of the test. */
	@SuppressWarnings("NullAway.Init")
	private static OtlpReceiver vendor;

	@BeforeAll
	static void startVendor() {
		vendor = OtlpReceiver.start();
	}

	@AfterAll
	static void stopVendor() {
		vendor.close();
	}

	@AfterEach
	void forgetTheLevels() {
		LogLevels.forget();
	}

	@Test
	void eachSectionIsAskedFor() {
		try (DiagnosedApplication application = DiagnosedApplication.start()) {
			Map<String, Object> all = application.json("/actuator/tracing");
			List<String> named = new ArrayList<>(all.keySet());
			named.removeAll(List.of("version", "more"));
			((List<?>) Objects.requireNonNull(all.get("more"))).forEach((each) -> named.add(String.valueOf(each)));
			assertThat(named).hasSizeGreaterThan(5).allSatisfy((each) -> assertThat(SECTIONS).contains("/" + each));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "http/protobuf", "grpc" })
	void noAnswerHasAny(String protocol, CapturedOutput output) {
		try (DiagnosedApplication application = start(DiagnosedApplication.Application.class,
				"observability.tracing.protocol=" + protocol, "management.opentelemetry.tracing.export.otlp.endpoint="
						+ "http://user:s3cret@localhost:1/v1/traces?api-key=s3cret")) {
			application.exportSpan();
			assertThat(answers(application)).doesNotContain(SECRET)
				.contains("observability.tracing.headers.authorization", "observability.tracing.headers.x-api-key",
						"observability.tracing.redaction.hash-key", "observability.tracing.viewer.token",
						"export.otlp.vendor.headers.api-key", "otlp.headers[x-other]", "resource-attributes[api.key]",
						"******", "localhost:1", "export-nothing-listens");
		}
		assertThat(output).contains("DEBUG").doesNotContain(SECRET);
	}

	@Test
	void norWhatASpanHasThatArrives(CapturedOutput output) {
		try (OtlpReceiver receiver = OtlpReceiver.start();
				DiagnosedApplication application = start(DiagnosedApplication.Application.class,
						"observability.tracing.endpoint=" + receiver.httpEndpoint() + "?api-key=s3cret")) {
			assertThat(application.get("/ok?token=s3cret", "Authorization", "Bearer s3cret", "Cookie", "id=s3cret")
				.statusCode()).isEqualTo(200);
			application.exportSpan();
			assertThat(answers(application)).doesNotContain(SECRET).contains("\"reach\":\"reached\"");
		}
		assertThat(output).contains("Export 1 reached").doesNotContain(SECRET);
	}

	@Test
	void aServerThatRepeatsWhatItWasSentIsNotQuoted(CapturedOutput output) throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", (exchange) -> {
			exchange.getRequestBody().readAllBytes();
			byte[] answer = ("bad token " + exchange.getRequestHeaders().getFirst("Authorization"))
				.getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().add("X-Token", SECRET);
			exchange.sendResponseHeaders(401, answer.length);
			exchange.getResponseBody().write(answer);
			exchange.close();
		});
		server.start();
		try (DiagnosedApplication application = start(DiagnosedApplication.Application.class,
				"observability.tracing.endpoint=http://localhost:" + server.getAddress().getPort())) {
			application.exportSpan();
			assertThat(answers(application)).doesNotContain(SECRET).contains("HTTP 401", "export-unauthorized");
		}
		finally {
			server.stop(0);
		}
		assertThat(output).contains("HTTP 401").doesNotContain(SECRET);
	}

	@Test
	void norIsOneOfGrpc(CapturedOutput output) throws IOException {
		Server server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.addService(ServerServiceDefinition.builder(TraceServiceGrpc.SERVICE_NAME)
				.addMethod(TraceServiceGrpc.getExportMethod(),
						ServerCalls.asyncUnaryCall((request, answer) -> answer
							.onError(Status.UNAUTHENTICATED.withDescription("bad token s3cret").asRuntimeException())))
				.build())
			.build()
			.start();
		try (DiagnosedApplication application = start(DiagnosedApplication.Application.class,
				"observability.tracing.protocol=grpc",
				"observability.tracing.endpoint=http://localhost:" + server.getPort())) {
			application.exportSpan();
			assertThat(answers(application)).doesNotContain(SECRET).contains("gRPC UNAUTHENTICATED");
		}
		finally {
			server.shutdownNow();
		}
		assertThat(output).contains("gRPC UNAUTHENTICATED").doesNotContain(SECRET);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http/protobuf", "grpc" })
	void norWhatIsNoAnswerAtAll(String protocol, CapturedOutput output) throws IOException {
		try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			Thread thread = new Thread(() -> writeToAll(server), "no-server");
			thread.setDaemon(true);
			thread.start();
			try (DiagnosedApplication application = start(DiagnosedApplication.Application.class,
					"observability.tracing.protocol=" + protocol,
					"observability.tracing.endpoint=http://localhost:" + server.getLocalPort())) {
				application.exportSpan();
				assertThat(answers(application)).doesNotContain(SECRET).contains("\"reach\":\"away\"");
			}
		}
		assertThat(output).contains("Spans do not reach").doesNotContain(SECRET);
	}

	private static void writeToAll(ServerSocket server) {
		try {
			while (true) {
				try (Socket socket = server.accept()) {
					socket.getInputStream().read();
					socket.getOutputStream().write("you sent s3cret\r\n\r\n".getBytes(StandardCharsets.UTF_8));
					socket.shutdownOutput();
					socket.getInputStream().transferTo(OutputStream.nullOutputStream());
				}
				catch (SocketException ex) {
					if (server.isClosed()) {
						return;
					}
				}
			}
		}
		catch (IOException ex) {
			// the test ends
		}
	}

	@Test
	void norTheMessageOfAnExporterThatThrows(CapturedOutput output) {
		try (DiagnosedApplication application = start(Throwing.class)) {
			application.exportSpan();
			assertThat(answers(application)).doesNotContain(SECRET).contains("IllegalStateException");
		}
		assertThat(output).contains("IllegalStateException").doesNotContain(SECRET);
	}

	@Test
	void norAnEndpointThatNobodyChecksBecauseExportIsOff() {
		try (DiagnosedApplication application = start(DiagnosedApplication.Application.class,
				"management.tracing.export.otlp.enabled=false",
				"management.opentelemetry.tracing.export.otlp.endpoint=user:s3cret@localhost:4317")) {
			assertThat(answers(application)).doesNotContain(SECRET).contains("export-off", "otlp.endpoint");
		}
	}

	@Test
	void norWhatHasTheFormOfASecretWhereNobodyExpectsOne(CapturedOutput output) {
		try (DiagnosedApplication application = start(DiagnosedApplication.Application.class,
				"observability.tracing.service-version=" + JWT, "management.tracing.export.otlp.enabled=false")) {
			assertThat(answers(application)).doesNotContain(SECRET, JWT)
				.contains("observability.tracing.service-version");
		}
		assertThat(output).contains("OpenTelemetry tracing initialized").doesNotContain(SECRET, JWT);
	}

	@Test
	void aKeyThatMeansNothingIsNamed() {
		try (DiagnosedApplication application = DiagnosedApplication.exporting("observability.tracing.sampel-rate=0.5",
				"observability.tracing.headers.x-key=1", "observability.tracing.sampling.drop.paths[0]=/x")) {
			assertThat(String.valueOf(application.section("environment")))
				.contains("observability.tracing.sampel-rate={value=******, origin=the command line, unknown=true}")
				.contains("observability.tracing.headers.x-key={value=******, origin=the command line}")
				.contains("observability.tracing.sampling.drop.paths={value=/x, origin=the command line}");
		}
	}

	private static DiagnosedApplication start(Class<?> configuration, String... more) {
		List<String> properties = new ArrayList<>(PLANTED);
		properties
			.add("observability.tracing.export.otlp.vendor.endpoint=" + vendor.httpEndpoint() + "?api-key=s3cret");
		properties.addAll(List.of(more));
		return DiagnosedApplication.start(configuration, properties.toArray(String[]::new));
	}

	private static String answers(DiagnosedApplication application) {
		Stream<String> answers = SECTIONS.stream().map((section) -> {
			String path = "/actuator/tracing" + section;
			assertThat(application.get(path).statusCode()).as(path).isIn(200, 404);
			return application.get(path).body();
		});
		return answers.collect(Collectors.joining("\n")) + application.get("/actuator/health").body()
				+ application.context().getBean("tracingHealthIndicator", HealthIndicator.class).health();
	}

	/** Its exporter says too much. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
	static class Throwing {

		@Bean
		SpanExporter throwingExporter() {
			return new SpanExporter() {

				@Override
				public CompletableResultCode export(Collection<SpanData> spans) {
					throw new IllegalStateException("token s3cret");
				}

				@Override
				public CompletableResultCode flush() {
					return CompletableResultCode.ofSuccess();
				}

				@Override
				public CompletableResultCode shutdown() {
					return CompletableResultCode.ofSuccess();
				}

				@Override
				public String toString() {
					return "Throwing";
				}

			};
		}

	}

}
