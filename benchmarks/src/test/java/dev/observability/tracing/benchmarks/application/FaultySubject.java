// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.application;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.observability.tracing.benchmarks.application.server.BenchmarkApplication;
import dev.observability.tracing.benchmarks.launch.ClassPath;
import dev.observability.tracing.benchmarks.launch.ControlledProcess;
import dev.observability.tracing.benchmarks.launch.JavaCommand;
import dev.observability.tracing.testing.OtlpReceiver;
import dev.observability.tracing.testing.ReceiverFault;
import org.awaitility.Awaitility;

/**
 * The application with our starter in a process of its own, and its collector, which does
 * what it is told to.
 */
final class FaultySubject implements AutoCloseable {

	private static final int START_SECONDS = 120;

	private static final List<String> OPTIONS = List.of("-Xms512m", "-Xmx512m", "-XX:+UseG1GC");

	private final HttpClient client = HttpClient.newHttpClient();

	private final OtlpReceiver receiver = OtlpReceiver.start();

	private final ControlledProcess process;

	private final int port;

	FaultySubject(String transport, Path folder, String... further) throws IOException {
		List<Path> files = new ArrayList<>(List.of(ClassPath.entryOf(BenchmarkApplication.class)));
		files.addAll(ClassPath.current().closure(Variant.OURS.dependencies(), List.of()));
		String endpoint = transport.equals("grpc") ? this.receiver.grpcEndpoint() : this.receiver.httpEndpoint();
		List<String> arguments = new ArrayList<>(
				List.of("--management.opentelemetry.tracing.export.otlp.transport=" + transport,
						"--management.opentelemetry.tracing.export.otlp.endpoint=" + endpoint,
						"--management.endpoints.web.exposure.include=prometheus"));
		arguments.addAll(List.of(further));
		this.process = new ControlledProcess(
				JavaCommand.of(OPTIONS, ClassPath.join(files), BenchmarkApplication.class, arguments),
				folder.resolve(transport + ".log"));
		try {
			this.port = Integer.parseInt(this.process.listen(START_SECONDS).split(" ")[1]);
		}
		catch (RuntimeException ex) {
			close();
			throw ex;
		}
	}

	OtlpReceiver receiver() {
		return this.receiver;
	}

	void fault(ReceiverFault fault) {
		this.receiver.fault(fault);
	}

	/**
	 * Sends requests. Each of them is answered with 200, or this throws.
	 * @param duration how long
	 * @param perSecond how many
	 * @return how long the answers took
	 */
	Load load(Duration duration, int perSecond) {
		return Load.paced(this.port, Workload.ITEMS.path(), duration, perSecond);
	}

	SpanAccount account() {
		try {
			HttpRequest request = HttpRequest
				.newBuilder(URI.create("http://127.0.0.1:" + this.port + "/actuator/prometheus"))
				.build();
			return new SpanAccount(
					this.client.send(request, HttpResponse.BodyHandlers.ofString()).body().lines().toList());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	// Every span that ended has arrived or is counted as lost
	SpanAccount settle() {
		return Awaitility.await()
			.atMost(Duration.ofSeconds(90))
			.pollInterval(Duration.ofMillis(100))
			.until(this::account, SpanAccount::isSettled);
	}

	// After a collection of the garbage
	long heapBytes() {
		return Long.parseLong(this.process.ask("heap"));
	}

	@Override
	public void close() {
		this.process.close();
		this.receiver.close();
	}

}
