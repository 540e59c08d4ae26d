// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.application;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.observability.tracing.benchmarks.launch.Control;

/**
 * A collector that does nothing but count spans, in a process of its own and with a port
 * for each variant. Answers "open" with a new port, "count PORT" with the number of
 * spans, "names PORT" with those of the names since the last such question.
 */
public final class SpanSink {

	private final ExecutorService executor = Executors.newFixedThreadPool(2);

	private final Map<Integer, Port> ports = new ConcurrentHashMap<>();

	private SpanSink() {
	}

	public static void main(String[] arguments) {
		SpanSink sink = new SpanSink();
		Control.serve(sink::answer);
	}

	private String answer(String question) {
		String[] words = question.split(" ");
		return switch (words[0]) {
			case "open" -> Integer.toString(open());
			case "count" -> Long.toString(port(words[1]).spans.get());
			case "names" -> port(words[1]).takeNames();
			default -> "unknown question " + question;
		};
	}

	private Port port(String number) {
		Port port = this.ports.get(Integer.valueOf(number));
		if (port == null) {
			throw new IllegalArgumentException("port must be open but was " + number);
		}
		return port;
	}

	private int open() {
		try {
			HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
			Port port = new Port();
			server.createContext("/", port::receive);
			server.setExecutor(this.executor);
			server.start();
			this.ports.put(server.getAddress().getPort(), port);
			return server.getAddress().getPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** What arrived at one port. */
	private static final class Port {

		private final AtomicLong spans = new AtomicLong();

		private final Map<String, Long> names = new ConcurrentHashMap<>();

		private void receive(HttpExchange exchange) throws IOException {
			try (exchange; InputStream body = exchange.getRequestBody()) {
				byte[] bytes = body.readAllBytes();
				if (exchange.getRequestURI().getPath().endsWith("/v1/traces")) {
					if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
						bytes = new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
					}
					this.spans.addAndGet(OtlpSpans.read(bytes, this::add));
				}
				exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
				exchange.sendResponseHeaders(200, -1);
			}
		}

		private void add(String name) {
			this.names.merge(name, 1L, Long::sum);
		}

		private String takeNames() {
			String result = new TreeMap<>(this.names).entrySet()
				.stream()
				.map((entry) -> entry.getValue() + " " + entry.getKey().replaceAll("[\\n|]", " "))
				.collect(Collectors.joining("|"));
			this.names.clear();
			return result;
		}

	}

}
