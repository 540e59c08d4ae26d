// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.RetryInfo;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import org.jspecify.annotations.Nullable;

/**
 * OTLP over gRPC: the export method of the official trace service. Answers are bytes, so
 * that they can be garbage.
 */
final class GrpcReceiver implements ServerCallHandler<ExportTraceServiceRequest, byte[]> {

	/** A field number 0 does not exist, and the length runs past the end. */
	private static final byte[] GARBAGE = "\u0002no protobuf".getBytes(StandardCharsets.UTF_8);

	private final ReceiverState state;

	private final boolean storing;

	private GrpcReceiver(ReceiverState state, boolean storing) {
		this.state = state;
		this.storing = storing;
	}

	static ReceiverPort.Started start(ReceiverState state, @Nullable KeyManagerFactory keys, int port, boolean storing)
			throws IOException {
		MethodDescriptor<ExportTraceServiceRequest, byte[]> method = TraceServiceGrpc.getExportMethod()
			.toBuilder(TraceServiceGrpc.getExportMethod().getRequestMarshaller(), new BytesMarshaller())
			.build();
		ExecutorService threads = Executors.newCachedThreadPool((task) -> {
			Thread thread = new Thread(task, "otlp-receiver-grpc");
			thread.setDaemon(true);
			return thread;
		});
		NettyServerBuilder builder = NettyServerBuilder
			.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
			.executor(threads)
			.addService(ServerServiceDefinition.builder(TraceServiceGrpc.SERVICE_NAME)
				.addMethod(method, new GrpcReceiver(state, storing))
				.build());
		if (keys != null) {
			builder.sslContext(GrpcSslContexts.configure(SslContextBuilder.forServer(keys)).build());
		}
		Server server = builder.build().start();
		return new ReceiverPort.Started(server.getPort(), () -> {
			server.shutdownNow();
			threads.shutdownNow();
			awaitTermination(server);
		});
	}

	private static void awaitTermination(Server server) throws IOException {
		try {
			if (!server.awaitTermination(10, TimeUnit.SECONDS)) {
				throw new IOException("gRPC receiver still runs after 10 s");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public ServerCall.Listener<ExportTraceServiceRequest> startCall(ServerCall<ExportTraceServiceRequest, byte[]> call,
			Metadata metadata) {
		Map<String, String> headers = headers(metadata);
		return ServerCalls
			.<ExportTraceServiceRequest, byte[]>asyncUnaryCall((request, answer) -> handle(request, headers, answer))
			.startCall(call, metadata);
	}

	private void handle(ExportTraceServiceRequest request, Map<String, String> headers, StreamObserver<byte[]> answer) {
		try {
			ReceiverFault fault = this.state.arrived(request.toByteArray());
			if (!this.storing) {
				answer(answer, ReceiverState.LONG_ANSWER.toByteArray());
				return;
			}
			switch (fault) {
				case NONE, DELAY -> {
					this.state.store("grpc", headers, request);
					answer(answer, ExportTraceServiceResponse.getDefaultInstance().toByteArray());
				}
				case GARBAGE -> answer(answer, GARBAGE);
				case UNAVAILABLE_RETRY_AFTER -> answer.onError(later(Status.Code.UNAVAILABLE));
				case THROTTLED -> answer.onError(Status.RESOURCE_EXHAUSTED.asRuntimeException());
				case THROTTLED_RETRY_AFTER -> answer.onError(later(Status.Code.RESOURCE_EXHAUSTED));
				case UNAVAILABLE -> answer.onError(Status.UNAVAILABLE.asRuntimeException());
				default -> answer.onError(Status.ABORTED.asRuntimeException());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void answer(StreamObserver<byte[]> answer, byte[] message) {
		answer.onNext(message);
		answer.onCompleted();
	}

	private static StatusRuntimeException later(Status.Code code) {
		RetryInfo info = RetryInfo.newBuilder().setRetryDelay(Duration.newBuilder().setSeconds(1)).build();
		return StatusProto.toStatusRuntimeException(
				com.google.rpc.Status.newBuilder().setCode(code.value()).addDetails(Any.pack(info)).build());
	}

	private static Map<String, String> headers(Metadata metadata) {
		Map<String, String> headers = new TreeMap<>();
		for (String name : metadata.keys()) {
			if (!name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
				Iterable<String> values = metadata.getAll(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
				headers.put(name, (values != null) ? String.join(",", values) : "");
			}
		}
		return headers;
	}

	/**
	 * Writes the bytes of an answer as they are.
	 */
	private static final class BytesMarshaller implements MethodDescriptor.Marshaller<byte[]> {

		@Override
		public InputStream stream(byte[] value) {
			return new ByteArrayInputStream(value);
		}

		@Override
		public byte[] parse(InputStream stream) {
			try {
				return stream.readAllBytes();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
