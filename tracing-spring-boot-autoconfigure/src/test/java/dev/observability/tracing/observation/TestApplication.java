// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * A web application on a real server, and a client that gives each request a trace of its
 * own, so that spans of tests cannot be confused.
 */
final class TestApplication implements AutoCloseable {

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final ConfigurableApplicationContext context;

	private final Set<String> traceIds = ConcurrentHashMap.newKeySet();

	private TestApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static TestApplication start(WebApplicationType type, Class<?> configuration, String... properties) {
		return new TestApplication(new SpringApplicationBuilder(Base.class, configuration).web(type)
			.properties("server.port=0", "server.address=127.0.0.1", "server.shutdown=immediate",
					"spring.main.banner-mode=off", "management.tracing.sampling.probability=1.0",
					"management.metrics.use-global-registry=false", "logging.level.root=error")
			.properties(properties)
			.run());
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	Spans spans() {
		return bean(Spans.class);
	}

	int port() {
		return this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	String newTraceId() {
		String traceId = IdGenerator.random().generateTraceId();
		this.traceIds.add(traceId);
		return traceId;
	}

	void forget(String traceId) {
		this.traceIds.remove(traceId);
	}

	static String traceparent(String traceId) {
		return "00-" + traceId + "-00f067aa0ba902b7-01";
	}

	/**
	 * Sends a request.
	 * @param line method and target, as in a request line
	 * @param headers names and values
	 * @return its trace and its response
	 */
	Exchange send(String line, String... headers) {
		return sendBody(line, "", headers);
	}

	Exchange sendBody(String line, String body, String... headers) {
		String[] parts = line.split(" ", 2);
		String traceId = newTraceId();
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + parts[1]))
			.method(parts[0], body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
			.header("traceparent", traceparent(traceId));
		if (headers.length > 0) {
			request.headers(headers);
		}
		try {
			return new Exchange(traceId, this.client.send(request.build(), BodyHandlers.ofString()), spans());
		}
		catch (IOException ex) {
			// An answer that broke off
			return new Exchange(traceId, null, spans());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Sends what no client would.
	 * @param line request line, without the version
	 * @param headers further header lines
	 * @return the trace and the status line
	 */
	RawExchange sendRaw(String line, String... headers) {
		String traceId = newTraceId();
		try (Socket socket = connect(line, traceId, headers)) {
			String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
			return new RawExchange(traceId, response.lines().findFirst().orElse(""));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Socket connect(String line, String traceId, String... headers) throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
		StringBuilder request = new StringBuilder(line).append(" HTTP/1.1\r\nHost: 127.0.0.1:")
			.append(port())
			.append("\r\nConnection: close\r\ntraceparent: ")
			.append(traceparent(traceId))
			.append("\r\n");
		for (String header : headers) {
			request.append(header).append("\r\n");
		}
		socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
		socket.getOutputStream().flush();
		return socket;
	}

	/**
	 * The traces that have not exactly one server span, once all requests are over.
	 * @return their ids
	 */
	List<String> tracesWithoutOneServerSpan() {
		return this.traceIds.stream().filter((traceId) -> spans().servers(traceId).size() != 1).toList();
	}

	@Override
	public void close() {
		this.context.close();
		// Levels belong to the JVM, and other tests read the log
		LoggingSystem.get(getClass().getClassLoader()).setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.INFO);
	}

	/**
	 * A request that was answered.
	 *
	 * @param traceId its trace
	 * @param response the response, or {@code null} where it broke off
	 * @param spans the spans of the application
	 */
	record Exchange(String traceId, @Nullable HttpResponse<String> response, Spans spans) {

		SpanData server() {
			return this.spans.server(this.traceId);
		}

		int status() {
			return (this.response != null) ? this.response.statusCode() : 0;
		}

		String body() {
			return (this.response != null) ? this.response.body() : "";
		}

	}

	/**
	 * A request that was written by hand.
	 *
	 * @param traceId its trace
	 * @param statusLine first line of the response
	 */
	record RawExchange(String traceId, String statusLine) {
	}

	/** What all applications have. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
	static class Base {

		@Bean
		Spans spans() {
			return new Spans();
		}

		@Bean
		SpanProcessor spanProcessor(Spans spans) {
			return SimpleSpanProcessor.create(spans.exporter());
		}

		@Bean
		Leaks leaks() {
			return new Leaks();
		}

	}

}
