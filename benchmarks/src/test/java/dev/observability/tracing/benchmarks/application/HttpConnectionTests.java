// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.application;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class HttpConnectionTests {

	private static final int CHUNKED = 0;

	private final AtomicInteger requests = new AtomicInteger();

	private final HttpServer server;

	HttpConnectionTests() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		byte[] body = "0123456789".repeat(500).getBytes(StandardCharsets.US_ASCII);
		answer("/length", 200, body, body.length);
		answer("/chunked", 200, body, CHUNKED);
		answer("/error", 500, body, body.length);
		this.server.start();
	}

	private void answer(String path, int status, byte[] body, int length) {
		this.server.createContext(path, (exchange) -> {
			this.requests.incrementAndGet();
			exchange.sendResponseHeaders(status, length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
	}

	@AfterEach
	void stop() {
		this.server.stop(0);
	}

	@Test
	void readsBodiesWithLengthAndChunkedOnesToTheEnd() throws IOException {
		int port = this.server.getAddress().getPort();
		for (String path : new String[] { "/length", "/chunked" }) {
			try (HttpConnection connection = new HttpConnection(port, path)) {
				for (int i = 0; i < 5; i++) {
					exchange(connection);
				}
			}
		}
		assertThat(this.requests).hasValue(10);
	}

	@Test
	void refusesEveryStatusBut200() throws IOException {
		try (HttpConnection connection = new HttpConnection(this.server.getAddress().getPort(), "/error")) {
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> exchange(connection))
				.withMessageContaining("500");
		}
	}

	private static void exchange(HttpConnection connection) throws IOException {
		connection.send();
		while (!connection.receive()) {
			Thread.onSpinWait();
		}
	}

	@Test
	void failedRequestsFailTheSlice() {
		assertThatIllegalStateException()
			.isThrownBy(() -> Load.saturating(this.server.getAddress().getPort(), "/error", Duration.ofMillis(50)))
			.withMessageContaining("500");
	}

	@Test
	void paceFixesTheNumberOfRequests() {
		Load load = Load.paced(this.server.getAddress().getPort(), "/length", Duration.ofMillis(200), 100);
		assertThat(load.requests()).isBetween(20, 28).isEqualTo(this.requests.get());
		assertThat(load.millis()).hasSize(load.requests());
		assertThat(load.quantile(0)).isPositive();
	}

}
