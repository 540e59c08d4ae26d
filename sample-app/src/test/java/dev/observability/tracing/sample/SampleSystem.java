// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import dev.observability.tracing.testing.OtlpReceiver;
import dev.observability.tracing.testing.ReceivedSpan;

/**
 * The three services, each started alone by its profile on a free port, and a collector
 * that all of them export to.
 */
final class SampleSystem implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final OtlpReceiver receiver = OtlpReceiver.start();

	private final HttpClient client = HttpClient.newHttpClient();

	private final List<SampleProcess> processes = new ArrayList<>();

	private final int gatewayPort;

	SampleSystem(Protocol protocol) {
		try {
			int payments = start(protocol, "payments", 0, 0);
			int orders = start(protocol, "orders", 0, payments);
			this.gatewayPort = start(protocol, "gateway", orders, payments);
		}
		catch (RuntimeException | Error ex) {
			close();
			throw ex;
		}
	}

	private int start(Protocol protocol, String service, int orders, int payments) {
		List<String> args = new ArrayList<>(List.of("--spring.profiles.active=" + service, "--server.port=0",
				"--sample.orders.port=" + orders, "--sample.payments.port=" + payments, "--sample.slow-millis=20",
				"--sample.settlement-millis=0", "--management.opentelemetry.tracing.export.schedule-delay=100ms",
				"--observability.tracing.viewer.enabled=false"));
		args.addAll(protocol.exportTo(this.receiver));
		SampleProcess process = SampleProcess.start(args);
		this.processes.add(process);
		return process.awaitPort();
	}

	/**
	 * A request whose trace begins in gateway.
	 * @param path of the gateway
	 * @return a request to complete
	 */
	HttpRequest.Builder root(String path) {
		return HttpRequest.newBuilder(URI.create("http://localhost:" + this.gatewayPort + path)).timeout(PATIENCE);
	}

	/**
	 * A request of a trace that began elsewhere and is of no interest.
	 * @param path of the gateway
	 * @return a request to complete
	 */
	HttpRequest.Builder request(String path) {
		return root(path).setHeader("traceparent", traceparent(randomHex() + randomHex(), randomHex()));
	}

	private static String traceparent(String traceId, String parentId) {
		return "00-" + traceId + "-" + parentId + "-01";
	}

	HttpResponse<String> send(HttpRequest request) {
		try {
			return this.client.send(request, HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError("Interrupted", ex);
		}
	}

	/**
	 * Sends a request as part of a trace of the test's own and waits for the spans of its
	 * servers.
	 * @param path of the gateway
	 * @param servers how many of the services take part
	 * @param customizer completes the request
	 * @return the answer and all spans of the trace
	 */
	Exchange exchange(String path, int servers, Consumer<HttpRequest.Builder> customizer) {
		String traceId = randomHex() + randomHex();
		String parentId = randomHex();
		HttpRequest.Builder request = root(path).header("traceparent", traceparent(traceId, parentId));
		customizer.accept(request);
		HttpResponse<String> response = send(request.build());
		// A server's span ends after all that it did, and is exported after them
		List<ReceivedSpan> stored = await((all) -> of(traceId, all).servers().size() >= servers);
		return new Exchange(response, traceId, parentId, of(traceId, stored));
	}

	/**
	 * Blocks until the gateway has logged a line.
	 * @param pattern part of the line
	 */
	void awaitLineOfGateway(Pattern pattern) {
		this.processes.get(this.processes.size() - 1).awaitLine(pattern);
	}

	private static StoredTrace of(String traceId, List<ReceivedSpan> spans) {
		return new StoredTrace(spans.stream().filter((span) -> span.traceId().equals(traceId)).toList());
	}

	private static String randomHex() {
		return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE));
	}

	List<ReceivedSpan> await(Predicate<List<ReceivedSpan>> condition) {
		return this.receiver.await(condition, PATIENCE);
	}

	@Override
	public void close() {
		this.processes.forEach(SampleProcess::close);
		this.receiver.close();
	}

	/**
	 * A request that was answered and exported.
	 *
	 * @param response the answer
	 * @param traceId the test's own
	 * @param parentId the span of the test, which nobody stored
	 * @param trace all spans of it
	 */
	record Exchange(HttpResponse<String> response, String traceId, String parentId, StoredTrace trace) {

	}

}
