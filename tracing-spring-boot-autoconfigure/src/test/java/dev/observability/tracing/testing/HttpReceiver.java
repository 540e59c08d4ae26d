// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

import javax.net.ssl.SSLContext;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import org.jspecify.annotations.Nullable;

/**
 * OTLP over HTTP: {@code POST /v1/traces}, protobuf, gzip or not.
 */
final class HttpReceiver {

	private static final byte[] GARBAGE = "<html>no protobuf</html>".getBytes(StandardCharsets.UTF_8);

	private final ReceiverState state;

	private final boolean storing;

	private HttpReceiver(ReceiverState state, boolean storing) {
		this.state = state;
		this.storing = storing;
	}

	static ReceiverPort.Started start(ReceiverState state, @Nullable SSLContext tls, int port, boolean storing)
			throws IOException {
		InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
		HttpServer server = (tls != null) ? HttpsServer.create(address, 0) : HttpServer.create(address, 0);
		if (tls != null) {
			((HttpsServer) server).setHttpsConfigurator(new HttpsConfigurator(tls));
		}
		ExecutorService threads = Executors.newCachedThreadPool((task) -> {
			Thread thread = new Thread(task, "otlp-receiver-http");
			thread.setDaemon(true);
			return thread;
		});
		server.setExecutor(threads);
		server.createContext("/", new HttpReceiver(state, storing)::handle);
		server.start();
		return new ReceiverPort.Started(server.getAddress().getPort(), () -> {
			server.stop(0);
			threads.shutdownNow();
		});
	}

	private void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			byte[] body = body(exchange);
			String path = exchange.getRequestURI().getPath();
			if (!"POST".equals(exchange.getRequestMethod()) || !"/v1/traces".equals(path)) {
				this.state.otherPath(path);
				exchange.sendResponseHeaders(404, -1);
				return;
			}
			ReceiverFault fault = this.state.arrived(body);
			if (!this.storing) {
				answer(exchange, 200, ReceiverState.LONG_ANSWER.toByteArray());
				return;
			}
			switch (fault) {
				case NONE, DELAY -> accept(exchange, body);
				case UNAVAILABLE -> exchange.sendResponseHeaders(503, -1);
				case UNAVAILABLE_RETRY_AFTER -> later(exchange, 503);
				case THROTTLED -> exchange.sendResponseHeaders(429, -1);
				case THROTTLED_RETRY_AFTER -> later(exchange, 429);
				case GARBAGE -> answer(exchange, 200, GARBAGE);
				default -> {
					// closing without an answer breaks the connection
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void later(HttpExchange exchange, int status) throws IOException {
		exchange.getResponseHeaders().set("Retry-After", "1");
		exchange.sendResponseHeaders(status, -1);
	}

	private void accept(HttpExchange exchange, byte[] body) throws IOException {
		ExportTraceServiceRequest request;
		try {
			request = ExportTraceServiceRequest.parseFrom(body);
		}
		catch (InvalidProtocolBufferException ex) {
			exchange.sendResponseHeaders(400, -1);
			return;
		}
		this.state.store("http/protobuf", headers(exchange), request);
		answer(exchange, 200, ExportTraceServiceResponse.getDefaultInstance().toByteArray());
	}

	private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
		exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
		exchange.sendResponseHeaders(status, (body.length != 0) ? body.length : -1);
		exchange.getResponseBody().write(body);
	}

	private static byte[] body(HttpExchange exchange) throws IOException {
		byte[] bytes = exchange.getRequestBody().readAllBytes();
		if (!"gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
			return bytes;
		}
		try (InputStream unzipped = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
			return unzipped.readAllBytes();
		}
	}

	private static Map<String, String> headers(HttpExchange exchange) {
		Map<String, String> headers = new TreeMap<>();
		exchange.getRequestHeaders()
			.forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
		return headers;
	}

}
