// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.diagnostics;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpServer;
import dev.observability.tracing.testing.OtlpReceiver;
import dev.observability.tracing.testing.ReceiverFault;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the doctor says of exports that fail, each for real.
 */
class ExportFindingsTests {

	@ParameterizedTest
	@ValueSource(strings = { "grpc", "http/protobuf" })
	void nothingIsWrongWithAHealthyApplication(String protocol) {
		try (OtlpReceiver receiver = OtlpReceiver.start();
				DiagnosedApplication application = DiagnosedApplication
					.start("observability.tracing.protocol=" + protocol, "observability.tracing.endpoint="
							+ ("grpc".equals(protocol) ? receiver.grpcEndpoint() : receiver.httpEndpoint()))) {
			assertThat(application.findings()).as("before the first span").isEmpty();
			application.exportSpan();
			assertThat(application.findings()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "grpc", "http/protobuf" })
	void nothingListens(String protocol) {
		try (OtlpReceiver receiver = OtlpReceiver.start()) {
			receiver.fault(ReceiverFault.REFUSE);
			String endpoint = "grpc".equals(protocol) ? receiver.grpcEndpoint() : receiver.httpEndpoint();
			DiagnosedApplication.assertOnly(FindingCode.EXPORT_NOTHING_LISTENS,
					"observability.tracing.protocol=" + protocol, "observability.tracing.endpoint=" + endpoint);
		}
	}

	@Test
	void nothingListensBeforeTheFirstSpan() {
		try (OtlpReceiver receiver = OtlpReceiver.start()) {
			receiver.fault(ReceiverFault.REFUSE);
			try (DiagnosedApplication application = DiagnosedApplication
				.exporting("observability.tracing.endpoint=" + receiver.httpEndpoint())) {
				assertThat(application.findings()).singleElement()
					.satisfies((finding) -> assertThat(finding).containsEntry("code", "export-nothing-listens")
						.containsEntry("confidence", "medium"));
			}
		}
	}

	@Test
	void probesAreOptional() {
		try (OtlpReceiver receiver = OtlpReceiver.start()) {
			receiver.fault(ReceiverFault.REFUSE);
			try (DiagnosedApplication application = DiagnosedApplication.exporting(
					"observability.tracing.diagnostics.probes=false",
					"observability.tracing.endpoint=" + receiver.httpEndpoint())) {
				assertThat(application.findings()).isEmpty();
				application.exportSpan();
				assertThat(application.codes()).containsExactly("export-failing");
			}
		}
	}

	@Test
	void theHostIsUnknown() {
		DiagnosedApplication.assertOnly(FindingCode.EXPORT_UNKNOWN_HOST,
				"observability.tracing.endpoint=http://collector.invalid:4318");
	}

	@Test
	void somethingElseListens() throws IOException {
		// Takes connections by its backlog and never says a word
		try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			DiagnosedApplication.assertOnly(FindingCode.EXPORT_NO_ANSWER,
					"observability.tracing.endpoint=http://localhost:" + silent.getLocalPort(),
					"observability.tracing.timeout=300ms");
		}
	}

	@Test
	void httpToAPortOfGrpc() {
		try (OtlpReceiver receiver = OtlpReceiver.start()) {
			DiagnosedApplication.assertOnly(FindingCode.EXPORT_WRONG_PROTOCOL,
					"observability.tracing.protocol=http/protobuf",
					"observability.tracing.endpoint=http://localhost:" + receiver.grpcPort());
		}
	}

	@Test
	void grpcToAPortOfHttp() {
		try (OtlpReceiver receiver = OtlpReceiver.start()) {
			DiagnosedApplication.assertOnly(FindingCode.EXPORT_WRONG_PROTOCOL, "observability.tracing.protocol=grpc",
					"observability.tracing.endpoint=http://localhost:" + receiver.httpPort());
		}
	}

	@ParameterizedTest
	@CsvSource({ "UNAUTHENTICATED, EXPORT_UNAUTHORIZED", "PERMISSION_DENIED, EXPORT_UNAUTHORIZED",
			"UNIMPLEMENTED, EXPORT_WRONG_PATH", "INTERNAL, EXPORT_FAILING" })
	void aServerOfGrpcSaysNo(Status.Code status, FindingCode code) throws IOException {
		Server server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.addService(ServerServiceDefinition.builder(TraceServiceGrpc.SERVICE_NAME)
				.addMethod(TraceServiceGrpc.getExportMethod(),
						ServerCalls.asyncUnaryCall((request, answer) -> answer
							.onError(status.toStatus().withDescription("of the server").asRuntimeException())))
				.build())
			.build()
			.start();
		try {
			DiagnosedApplication.assertOnly(code, "observability.tracing.protocol=grpc",
					"observability.tracing.endpoint=http://localhost:" + server.getPort());
		}
		finally {
			server.shutdownNow();
		}
	}

	@Test
	void aPathThatTheCollectorDoesNotHave() {
		try (OtlpReceiver receiver = OtlpReceiver.start()) {
			DiagnosedApplication.assertOnly(FindingCode.EXPORT_WRONG_PATH,
					"observability.tracing.protocol=http/protobuf",
					"observability.tracing.endpoint=http://localhost:" + receiver.httpPort() + "/v2/traces");
			assertThat(receiver.otherPaths()).containsKey("/v2/traces");
		}
	}

	@Test
	void onlyTheBackEndThatIsAwayIsFound() {
		try (OtlpReceiver here = OtlpReceiver.start(); OtlpReceiver away = OtlpReceiver.start()) {
			away.fault(ReceiverFault.REFUSE);
			try (DiagnosedApplication application = DiagnosedApplication.exporting(
					"observability.tracing.endpoint=" + here.httpEndpoint(),
					"observability.tracing.export.otlp.second.endpoint=" + away.httpEndpoint())) {
				application.exportSpan();
				assertThat(application.findings()).singleElement()
					.satisfies((finding) -> assertThat(finding).containsEntry("code", "export-nothing-listens")
						.extractingByKey("seen")
						.asString()
						.contains("localhost:" + away.httpPort()));
				assertThat(application.section("exporters").get("exporters"))
					.asInstanceOf(InstanceOfAssertFactories.LIST)
					.extracting((exporter) -> String.valueOf(((Map<?, ?>) exporter).get("reach")))
					.containsExactlyInAnyOrder("reached", "away");
			}
		}
	}

	@Test
	void whatWaitsOnDiskIsAccountedFor(@TempDir Path directory) throws IOException {
		try (OtlpReceiver receiver = OtlpReceiver.start()) {
			receiver.fault(ReceiverFault.REFUSE);
			try (DiagnosedApplication application = DiagnosedApplication.start(
					DiagnosedApplication.ExportingWithRetries.class,
					"observability.tracing.endpoint=" + receiver.httpEndpoint(),
					"observability.tracing.export.spool.enabled=true",
					"observability.tracing.export.spool.directory=" + directory)) {
				application.exportSpan();
				assertThat(application.codes()).containsExactly("export-nothing-listens");
				assertThat(String.valueOf(application.section("exporters"))).contains("accepted=1, restored=0",
						"exported=0, inFlight=0, spooled=1", "unaccounted=0");
			}
			try (Stream<Path> files = Files.walk(directory)) {
				assertThat(files.map(Path::toString)).as("what is left on disk")
					.anyMatch((file) -> file.endsWith(".spans"));
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "401, EXPORT_UNAUTHORIZED", "403, EXPORT_UNAUTHORIZED", "404, EXPORT_WRONG_PATH",
			"301, EXPORT_WRONG_PATH", "415, EXPORT_WRONG_PROTOCOL", "500, EXPORT_FAILING" })
	void aServerSaysNo(int status, FindingCode code) throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", (exchange) -> {
			exchange.getRequestBody().readAllBytes();
			exchange.sendResponseHeaders(status, -1);
			exchange.close();
		});
		server.start();
		try {
			DiagnosedApplication.assertOnly(code,
					"observability.tracing.endpoint=http://localhost:" + server.getAddress().getPort());
		}
		finally {
			server.stop(0);
		}
	}

	@Test
	void aWebPageIsNoCollector() {
		try (OtlpReceiver receiver = OtlpReceiver.start()) {
			receiver.fault(ReceiverFault.GARBAGE);
			DiagnosedApplication.assertOnly(FindingCode.EXPORT_WRONG_PATH,
					"observability.tracing.endpoint=" + receiver.httpEndpoint());
		}
	}

	@Test
	void librariesDoNotFitTogether() {
		try (DiagnosedApplication application = DiagnosedApplication.start(Conflicting.class)) {
			application.exportSpan();
			assertThat(application.findings()).singleElement()
				.satisfies((finding) -> assertThat(finding).containsEntry("code", "class-path-conflict")
					.extractingByKey("seen")
					.asString()
					.contains("NoSuchMethodError"));
		}
	}

	@Test
	void moreSpansEndThanTheQueueHolds() {
		try (DiagnosedApplication application = DiagnosedApplication.start(Working.class,
				"management.opentelemetry.tracing.export.max-queue-size=1",
				"management.opentelemetry.tracing.export.max-batch-size=1")) {
			Blocking exporter = application.context().getBean(Blocking.class);
			exporter.block();
			Tracer tracer = application.context().getBean(SdkTracerProvider.class).get("test");
			for (int i = 0; i < 10; i++) {
				tracer.spanBuilder("span").startSpan().end();
			}
			exporter.release();
			application.exportSpan();
			assertThat(application.findings()).singleElement()
				.satisfies((finding) -> assertThat(finding).containsEntry("code", "export-queue-full")
					.containsEntry("confidence", "high"));
		}
	}

	@Test
	void theCollectorRejectsSpans() throws IOException {
		// A partial success with one span rejected
		byte[] answer = { 0x0A, 0x02, 0x08, 0x01 };
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", (exchange) -> {
			exchange.getRequestBody().readAllBytes();
			exchange.sendResponseHeaders(200, answer.length);
			exchange.getResponseBody().write(answer);
			exchange.close();
		});
		server.start();
		try {
			DiagnosedApplication.assertOnly(FindingCode.EXPORT_REJECTED,
					"observability.tracing.endpoint=http://localhost:" + server.getAddress().getPort());
		}
		finally {
			server.stop(0);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "management.tracing.export.enabled", "management.tracing.export.otlp.enabled" })
	void exportIsOff(String key) {
		try (DiagnosedApplication application = DiagnosedApplication.exporting(key + "=false",
				"observability.tracing.endpoint=http://localhost:1")) {
			assertThat(application.findings()).singleElement()
				.satisfies((finding) -> assertThat(finding).containsEntry("code", "export-off")
					.extractingByKey("seen")
					.asString()
					.contains(key + " from the command line"));
		}
	}

	@Test
	void tracingIsOff() {
		try (DiagnosedApplication application = DiagnosedApplication.exporting("observability.tracing.enabled=false")) {
			assertThat(application.findings()).singleElement()
				.satisfies((finding) -> assertThat(finding).containsEntry("code", "tracing-off")
					.extractingByKey("seen")
					.asString()
					.contains("observability.tracing.enabled from the command line"));
		}
	}

	/** Its exporter was compiled against another version of a library. */
	@Configuration(proxyBeanMethods = false)
	@Import(DiagnosedApplication.Exporting.class)
	static class Conflicting {

		@Bean
		SpanExporter conflictingExporter() {
			return new Blocking() {

				@Override
				public CompletableResultCode export(Collection<SpanData> spans) {
					throw new NoSuchMethodError("okio.Buffer.clear()");
				}

			};
		}

	}

	/** Its exporter works when it may. */
	@Configuration(proxyBeanMethods = false)
	@Import(DiagnosedApplication.Exporting.class)
	static class Working {

		@Bean
		Blocking blockingExporter() {
			return new Blocking();
		}

	}

	/** Answers when it is told to. */
	static class Blocking implements SpanExporter {

		private final InMemorySpanExporter spans = InMemorySpanExporter.create();

		private CompletableResultCode answer = CompletableResultCode.ofSuccess();

		synchronized void block() {
			this.answer = new CompletableResultCode();
		}

		synchronized void release() {
			this.answer.succeed();
		}

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			this.spans.export(spans);
			synchronized (this) {
				return this.answer;
			}
		}

		@Override
		public CompletableResultCode flush() {
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode shutdown() {
			return CompletableResultCode.ofSuccess();
		}

	}

}
