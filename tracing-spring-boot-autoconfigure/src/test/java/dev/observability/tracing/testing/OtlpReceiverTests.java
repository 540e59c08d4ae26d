// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.testing;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link OtlpReceiver}, through the exporters of the OpenTelemetry SDK.
 */
class OtlpReceiverTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final SpanContext LINKED = SpanContext.createFromRemoteParent("0af7651916cd43dd8448eb211c80319c",
			"00f067aa0ba902b7", TraceFlags.getSampled(), TraceState.getDefault());

	private final OtlpReceiver receiver = OtlpReceiver.start();

	@AfterEach
	void closeReceiver() {
		this.receiver.close();
	}

	@ParameterizedTest
	@EnumSource
	void storesEveryPartOfASpan(Protocol protocol) {
		List<SpanData> spans = parentAndChild();
		export(protocol, spans);
		List<ReceivedSpan> received = this.receiver.await(2, TIMEOUT);
		ReceivedSpan child = received.get(0);
		ReceivedSpan parent = received.get(1);
		assertThat(parent.isRoot()).isTrue();
		assertThat(parent.kind()).isEqualTo("SERVER");
		assertThat(parent.statusCode()).isEqualTo("UNSET");
		assertThat(child.traceId()).isEqualTo(parent.traceId()).matches("[0-9a-f]{32}");
		assertThat(child.parentSpanId()).isEqualTo(parent.spanId()).matches("[0-9a-f]{16}");
		assertThat(child.name()).isEqualTo("child");
		assertThat(child.attributes()).containsExactlyInAnyOrderEntriesOf(
				Map.of("text", "a", "number", 42L, "ratio", 0.5, "flag", true, "list", List.of("x", "y")));
		assertThat(child.events()).singleElement()
			.satisfies((event) -> assertThat(event.attributes()).containsEntry("n", 7L));
		assertThat(child.links()).singleElement()
			.isEqualTo(new ReceivedSpan.Link(LINKED.getTraceId(), LINKED.getSpanId(), Map.of("why", "retry")));
		assertThat(child.statusCode()).isEqualTo("ERROR");
		assertThat(child.statusMessage()).isEqualTo("broken");
		assertThat(child.service()).isEqualTo("orders");
		assertThat(child.scope()).isEqualTo("test");
		assertThat(child.startNanos()).isPositive().isLessThanOrEqualTo(child.endNanos());
		assertThat(child.headers()).containsEntry("x-tenant", "a");
		assertThat(child.protocol()).isEqualTo(protocol.text);
		assertThat(this.receiver.bodies()).singleElement()
			.satisfies((body) -> assertThat(new String(body, StandardCharsets.ISO_8859_1)).contains("broken"));
	}

	@ParameterizedTest
	@EnumSource
	void nothingIsStoredWhileAFaultLastsAndTheSamePortWorksAfterwards(Protocol protocol) {
		int port = protocol.port(this.receiver);
		for (ReceiverFault fault : List.of(ReceiverFault.REFUSE, ReceiverFault.UNAVAILABLE,
				ReceiverFault.UNAVAILABLE_RETRY_AFTER, ReceiverFault.CUT, ReceiverFault.THROTTLED,
				ReceiverFault.THROTTLED_RETRY_AFTER, ReceiverFault.GARBAGE, ReceiverFault.RESET, ReceiverFault.BAD_TLS,
				ReceiverFault.REFUSE)) {
			this.receiver.fault(fault);
			CompletableResultCode result = export(protocol, span(fault.name()));
			assertThat(this.receiver.spans()).as(fault.name()).isEmpty();
			// The SDK takes what it read of an answer over HTTP that breaks off
			if (fault != ReceiverFault.GARBAGE && fault != ReceiverFault.CUT) {
				assertThat(result.isSuccess()).as(fault.name()).isFalse();
			}
			this.receiver.fault(ReceiverFault.NONE);
			assertThat(protocol.port(this.receiver)).isEqualTo(port);
			assertThat(export(protocol, span("after")).isSuccess()).as("after " + fault).isTrue();
			assertThat(this.receiver.await(1, TIMEOUT)).singleElement()
				.satisfies((span) -> assertThat(span.name()).isEqualTo("after"));
			this.receiver.clear();
		}
	}

	@ParameterizedTest
	@EnumSource
	void hangingRequestIsBrokenOffWhenTheFaultIsLifted(Protocol protocol) {
		this.receiver.fault(ReceiverFault.HANG);
		try (SpanExporter exporter = protocol.exporter(this.receiver)) {
			CompletableResultCode result = exporter.export(span("hanging"));
			this.receiver.awaitRequests(1, TIMEOUT);
			assertThat(this.receiver.hanging()).isEqualTo(1);
			assertThat(result.isDone()).isFalse();
			this.receiver.fault(ReceiverFault.NONE);
			assertThat(result.join(30, TimeUnit.SECONDS).isDone()).isTrue();
			assertThat(result.isSuccess()).isFalse();
		}
		assertThat(this.receiver.spans()).isEmpty();
	}

	@Test
	void refusedPortRefusesAndResetPortResets() throws IOException {
		this.receiver.fault(ReceiverFault.REFUSE);
		assertThatExceptionOfType(ConnectException.class)
			.isThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), this.receiver.httpPort()).close());
		this.receiver.fault(ReceiverFault.RESET);
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.receiver.grpcPort())) {
			socket.getOutputStream().write(1);
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> socket.getInputStream().read());
		}
	}

	@Test
	void otherPathsAnswerNotFoundAndAreCounted() throws Exception {
		HttpClient client = HttpClient.newHttpClient();
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://localhost:" + this.receiver.httpPort() + "/v1/metrics"))
			.POST(HttpRequest.BodyPublishers.ofString("x"))
			.build();
		assertThat(client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode()).isEqualTo(404);
		assertThat(this.receiver.otherPaths()).containsExactly(Map.entry("/v1/metrics", 1));
		assertThat(this.receiver.requests()).isZero();
	}

	@Test
	void bytesThatAreNoProtobufAnswerBadRequest() throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.receiver.httpEndpoint()))
			.POST(HttpRequest.BodyPublishers.ofString("no protobuf"))
			.build();
		HttpResponse<Void> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(this.receiver.spans()).isEmpty();
	}

	@Test
	void waitingInVainSaysWhatWasReceived() {
		export(Protocol.HTTP, span("lonely"));
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> this.receiver.await(2, Duration.ofMillis(1)))
			.withMessageContaining("at least 2 spans")
			.withMessageContaining("lonely");
	}

	@Test
	void closingEndsEveryThreadAndMayBeRepeated() throws InterruptedException {
		OtlpReceiver other = OtlpReceiver.start();
		other.fault(ReceiverFault.HANG);
		SpanExporter exporter = Protocol.HTTP.exporter(other);
		exporter.export(span("hanging"));
		other.awaitRequests(1, TIMEOUT);
		other.close();
		other.close();
		assertThatIllegalStateException().isThrownBy(() -> other.fault(ReceiverFault.NONE));
		exporter.close();
		this.receiver.close();
		for (Thread thread : Thread.getAllStackTraces().keySet()) {
			if (thread.getName().startsWith("otlp-receiver")) {
				thread.join(30_000);
				assertThat(thread.isAlive()).as(thread.getName()).isFalse();
			}
		}
	}

	private CompletableResultCode export(Protocol protocol, List<SpanData> spans) {
		try (SpanExporter exporter = protocol.exporter(this.receiver)) {
			return exporter.export(spans).join(30, TimeUnit.SECONDS);
		}
	}

	private static List<SpanData> span(String name) {
		return record((tracer) -> tracer.spanBuilder(name).startSpan().end());
	}

	private static List<SpanData> parentAndChild() {
		return record((tracer) -> {
			Span parent = tracer.spanBuilder("parent").setSpanKind(SpanKind.SERVER).startSpan();
			tracer.spanBuilder("child")
				.setParent(Context.root().with(parent))
				.addLink(LINKED, Attributes.of(AttributeKey.stringKey("why"), "retry"))
				.startSpan()
				.setAttribute("text", "a")
				.setAttribute("number", 42L)
				.setAttribute("ratio", 0.5)
				.setAttribute("flag", true)
				.setAttribute(AttributeKey.stringArrayKey("list"), List.of("x", "y"))
				.addEvent("event", Attributes.of(AttributeKey.longKey("n"), 7L))
				.setStatus(StatusCode.ERROR, "broken")
				.end();
			parent.end();
		});
	}

	private static List<SpanData> record(Consumer<Tracer> work) {
		InMemorySpanExporter memory = InMemorySpanExporter.create();
		try (SdkTracerProvider provider = SdkTracerProvider.builder()
			.setResource(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "orders")))
			.addSpanProcessor(SimpleSpanProcessor.create(memory))
			.build()) {
			work.accept(provider.get("test"));
			return memory.getFinishedSpanItems();
		}
	}

	/**
	 * The two ways in.
	 */
	enum Protocol {

		HTTP("http/protobuf") {

			@Override
			SpanExporter exporter(OtlpReceiver receiver) {
				return OtlpHttpSpanExporter.builder()
					.setEndpoint(receiver.httpEndpoint())
					.addHeader("X-Tenant", "a")
					.setCompression("gzip")
					.setRetryPolicy(null)
					.build();
			}

			@Override
			int port(OtlpReceiver receiver) {
				return receiver.httpPort();
			}

		},

		GRPC("grpc") {

			@Override
			SpanExporter exporter(OtlpReceiver receiver) {
				return OtlpGrpcSpanExporter.builder()
					.setEndpoint(receiver.grpcEndpoint())
					.addHeader("X-Tenant", "a")
					.setCompression("gzip")
					.setRetryPolicy(null)
					.build();
			}

			@Override
			int port(OtlpReceiver receiver) {
				return receiver.grpcPort();
			}

		};

		private final String text;

		Protocol(String text) {
			this.text = text;
		}

		abstract SpanExporter exporter(OtlpReceiver receiver);

		abstract int port(OtlpReceiver receiver);

	}

}
