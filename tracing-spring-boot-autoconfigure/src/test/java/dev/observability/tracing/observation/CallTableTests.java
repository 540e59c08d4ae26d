// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.binder.grpc.ObservationGrpcClientInterceptor;
import io.micrometer.core.instrument.binder.grpc.ObservationGrpcServerInterceptor;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.graphql.execution.DefaultExecutionGraphQlService;
import org.springframework.graphql.execution.GraphQlSource;
import org.springframework.graphql.observation.GraphQlObservationInstrumentation;
import org.springframework.graphql.support.DefaultExecutionGraphQlRequest;

import static org.assertj.core.api.Assertions.assertThat;

class CallTableTests {

	private static final ObservedSpans SPANS = new ObservedSpans();

	private static final String METHOD = "opentelemetry.proto.collector.trace.v1.TraceService/Export";

	@AfterAll
	static void close() {
		SPANS.close();
	}

	@Test
	void aGrpcCallIsOneTraceWithItsAnswer() throws Exception {
		int port = call(Status.OK);
		List<SpanData> spans = SPANS.finished(2);
		SpanData client = find(spans, SpanKind.CLIENT);
		SpanData server = find(spans, SpanKind.SERVER);
		assertThat(spans).extracting(SpanData::getName).containsOnly(METHOD);
		assertThat(server.getParentSpanId()).isEqualTo(client.getSpanId());
		assertThat(client.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(ObservedSpans.attributes(client)).containsExactlyInAnyOrderEntriesOf(
				Map.of("rpc.system.name", "grpc", "rpc.method", METHOD, "rpc.response.status_code", "OK", "rpc.type",
						"UNARY", "server.address", "localhost", "server.port", (long) port));
		assertThat(ObservedSpans.attributes(server)).isEqualTo(ObservedSpans.attributes(client));
	}

	@Test
	void whatIsNotFoundIsAnErrorOfTheCallOnly() throws Exception {
		call(Status.NOT_FOUND);
		List<SpanData> spans = SPANS.finished(2);
		SpanData client = find(spans, SpanKind.CLIENT);
		assertThat(client.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(ObservedSpans.attributes(client)).containsEntry("error.type", "NOT_FOUND")
			.containsEntry("rpc.response.status_code", "NOT_FOUND");
		SpanData server = find(spans, SpanKind.SERVER);
		assertThat(server.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(ObservedSpans.attributes(server)).doesNotContainKey("error.type");
	}

	@Test
	void whatTheServerCannotDoIsAnErrorOfBoth() throws Exception {
		for (Status status : List.of(Status.INTERNAL, Status.UNKNOWN, Status.UNAVAILABLE)) {
			call(status);
			assertThat(SPANS.finished(2)).hasSize(2).allSatisfy((span) -> {
				assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
				assertThat(ObservedSpans.attributes(span)).containsEntry("error.type", status.getCode().name());
			});
		}
	}

	private static int call(Status status) throws Exception {
		Server server = server(status);
		int port = server.getPort();
		ManagedChannel channel = NettyChannelBuilder.forAddress("localhost", port)
			.usePlaintext()
			.intercept(new ObservationGrpcClientInterceptor(SPANS.registry()))
			.build();
		try {
			TraceServiceGrpc.newBlockingStub(channel)
				.withDeadlineAfter(30, TimeUnit.SECONDS)
				.export(ExportTraceServiceRequest.getDefaultInstance());
		}
		catch (StatusRuntimeException ex) {
			assertThat(ex.getStatus().getCode()).isEqualTo(status.getCode());
		}
		finally {
			end(server, channel);
		}
		return port;
	}

	private static Server server(Status status) throws IOException {
		return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getByName("localhost"), 0))
			.intercept(new ObservationGrpcServerInterceptor(SPANS.registry()))
			.addService(new Service(status))
			.build()
			.start();
	}

	private static void end(Server server, ManagedChannel channel) throws InterruptedException, TimeoutException {
		channel.shutdown();
		server.shutdown();
		if (!channel.awaitTermination(30, TimeUnit.SECONDS) || !server.awaitTermination(30, TimeUnit.SECONDS)) {
			throw new TimeoutException("still open");
		}
	}

	@Test
	void aGraphQlRequestIsNamedAfterItsType() {
		graphQl("query Mine { title }", "Mine");
		List<SpanData> spans = SPANS.finished();
		SpanData request = find(spans, "query");
		assertThat(request.getKind()).isEqualTo(SpanKind.INTERNAL);
		assertThat(request.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(ObservedSpans.attributes(request)).containsEntry("graphql.operation.type", "query")
			.containsEntry("graphql.operation.name", "Mine")
			.containsOnlyKeys("graphql.operation.type", "graphql.operation.name", "graphql.execution.id");
		SpanData field = find(spans, "graphql field title");
		assertThat(field.getKind()).isEqualTo(SpanKind.INTERNAL);
		assertThat(field.getParentSpanId()).isEqualTo(request.getSpanId());
		assertThat(ObservedSpans.attributes(field))
			.containsExactlyInAnyOrderEntriesOf(Map.of("graphql.field.name", "title", "graphql.field.path", "/title"));
	}

	@Test
	void aGraphQlRequestThatDoesNotValidateIsNoError() {
		graphQl("{ nothing }", null);
		SpanData request = find(SPANS.finished(), "GraphQL Operation");
		assertThat(request.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(ObservedSpans.attributes(request)).doesNotContainKeys("graphql.operation.type", "graphql.outcome",
				"error.type");
	}

	@Test
	void aFieldThatThrowsIsAnErrorOfItsRequestToo() {
		graphQl("{ broken }", null);
		List<SpanData> spans = SPANS.finished();
		SpanData field = find(spans, "graphql field broken");
		assertThat(field.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(ObservedSpans.attributes(field)).containsEntry("error.type", "java.lang.IllegalStateException")
			.doesNotContainKey("graphql.error.type");
		SpanData request = find(spans, "query");
		assertThat(request.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(ObservedSpans.attributes(request)).containsEntry("error.type", "INTERNAL_ERROR")
			.doesNotContainKey("graphql.operation.name");
	}

	private static void graphQl(String document, @Nullable String operationName) {
		String schema = "type Query { title: String broken: String }";
		GraphQlSource source = GraphQlSource.schemaResourceBuilder()
			.schemaResources(new ByteArrayResource(schema.getBytes(StandardCharsets.UTF_8)))
			.configureRuntimeWiring(
					(wiring) -> wiring.type("Query", (type) -> type.dataFetcher("title", (environment) -> "title")
						.dataFetcher("broken", (environment) -> {
							throw new IllegalStateException("broken");
						})))
			.instrumentation(List.of(new GraphQlObservationInstrumentation(SPANS.registry())))
			.build();
		new DefaultExecutionGraphQlService(source)
			.execute(new DefaultExecutionGraphQlRequest(document, operationName, null, null, "1", null))
			.block(Duration.ofSeconds(30));
	}

	@Test
	void aDataLoaderThatFailsIsAnError() {
		io.micrometer.observation.Observation.Context context = new io.micrometer.observation.Observation.Context();
		context.setError(new IllegalStateException("broken"));
		SpanData span = SPANS.of(context, "graphql.dataloader", "graphql dataloader book", "graphql.outcome", "ERROR",
				"graphql.error.type", "IllegalStateException", "graphql.loader.size", "3");
		assertThat(span.getName()).isEqualTo("graphql dataloader book");
		assertThat(span.getKind()).isEqualTo(SpanKind.INTERNAL);
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(ObservedSpans.attributes(span)).containsExactlyInAnyOrderEntriesOf(
				Map.of("error.type", "java.lang.IllegalStateException", "graphql.loader.size", "3"));
	}

	@Test
	void aCallToAHostThatIsNotTrustedCarriesNoBaggage() {
		KeyValueConvention client = ObservedTable.ROWS.stream()
			.filter((row) -> row.observationName().equals("grpc.client"))
			.findFirst()
			.orElseThrow();
		io.micrometer.observation.Observation.Context context = new io.micrometer.observation.Observation.Context();
		context.addLowCardinalityKeyValue(io.micrometer.common.KeyValue.of("net.peer.name", "api.example"));
		assertThat(client.carriesContext()).isTrue();
		assertThat(client.destination(context)).isEqualTo("api.example");
		assertThat(DatabaseTable.ROWS).filteredOn((row) -> row.kind(context, SpanKind.INTERNAL) == SpanKind.CLIENT)
			.isNotEmpty()
			.noneMatch(KeyValueConvention::carriesContext);
	}

	private static SpanData find(List<SpanData> spans, SpanKind kind) {
		return spans.stream().filter((span) -> span.getKind() == kind).findFirst().orElseThrow();
	}

	private static SpanData find(List<SpanData> spans, String name) {
		assertThat(spans).extracting(SpanData::getName).contains(name);
		return spans.stream().filter((span) -> span.getName().equals(name)).findFirst().orElseThrow();
	}

	private static final class Service extends TraceServiceGrpc.TraceServiceImplBase {

		private final Status status;

		Service(Status status) {
			this.status = status;
		}

		@Override
		public void export(ExportTraceServiceRequest request, StreamObserver<ExportTraceServiceResponse> responses) {
			if (this.status.isOk()) {
				responses.onNext(ExportTraceServiceResponse.getDefaultInstance());
				responses.onCompleted();
			}
			else {
				responses.onError(this.status.asRuntimeException());
			}
		}

	}

}
