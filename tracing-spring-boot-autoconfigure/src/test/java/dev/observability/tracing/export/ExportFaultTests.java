// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import dev.observability.tracing.testing.OtlpReceiver;
import dev.observability.tracing.testing.ReceiverFault;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a web application whose collector misbehaves.
 */
@ExtendWith(OutputCaptureExtension.class)
class ExportFaultTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final int REQUESTS = 100;

	private final OtlpReceiver receiver = OtlpReceiver.start();

	@RegisterExtension
	private final BalancedLedgers ledgers = new BalancedLedgers();

	@AfterEach
	void closeReceiver() {
		this.receiver.close();
	}

	// A reset is met while reading, while writing or when the connection is gone already
	static Stream<Arguments> faults() {
		return Stream.of("http", "grpc")
			.flatMap((transport) -> Stream.of(Arguments.of(transport, ReceiverFault.REFUSE, "Connection refused"),
					Arguments.of(transport, ReceiverFault.HANG, "timeout"),
					Arguments.of(transport, ReceiverFault.UNAVAILABLE,
							"http".equals(transport) ? "HTTP 503" : "gRPC UNAVAILABLE"),
					Arguments.of(transport, ReceiverFault.GARBAGE, "with an answer that is not OTLP"),
					Arguments.of(transport, ReceiverFault.RESET, "Connection reset|Broken pipe|closed|EOF")));
	}

	@ParameterizedTest
	@MethodSource("faults")
	void everyRequestSucceedsAndOneLineTellsThatTheCollectorIsAwayAndOneThatItIsBack(String transport,
			ReceiverFault fault, String reason, CapturedOutput output) {
		this.receiver.fault(fault);
		String timeout = (fault == ReceiverFault.HANG) ? "300ms" : "30s";
		try (ExportTestApplication application = ExportTestApplication.start(this.receiver, transport,
				"management.opentelemetry.tracing.export.otlp.timeout=" + timeout)) {
			this.ledgers.watch(application.ledger());
			for (int i = 0; i < REQUESTS; i++) {
				assertThat(application.get("/ok")).isEqualTo(200);
			}
			Awaitility.await()
				.atMost(TIMEOUT)
				.until(() -> application.losses().total() == REQUESTS
						&& lines(output, "Spans do not reach").size() == 1);
			assertThat(lines(output, "Spans do not reach")).singleElement()
				.satisfies((line) -> assertThat(line).contains(" WARN ", "http://localhost:").containsPattern(reason));
			assertThat(this.receiver.spans()).isEmpty();
			this.receiver.fault(ReceiverFault.NONE);
			assertThat(application.get("/ok")).isEqualTo(200);
			assertThat(this.receiver.await(1, TIMEOUT)).hasSize(1);
			Awaitility.await().atMost(TIMEOUT).until(() -> !lines(output, "again;").isEmpty());
			assertThat(application.get("/ok")).isEqualTo(200);
			this.receiver.await(2, TIMEOUT);
			assertThat(lines(output, "again;")).singleElement()
				.satisfies((line) -> assertThat(line).contains(" INFO ").contains("again; " + REQUESTS + " were lost"));
		}
		assertThat(lines(output, "Spans do not reach")).hasSize(1);
		assertThat(lines(output, "io.opentelemetry", "i.o.")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http", "grpc" })
	void requestsCompleteWhileTheOneExportStillHangsAndTheEndDoesNotWaitForIt(String transport, CapturedOutput output) {
		this.receiver.fault(ReceiverFault.HANG);
		ExportTestApplication application = ExportTestApplication.start(this.receiver, transport,
				"management.opentelemetry.tracing.export.otlp.timeout=10m",
				"management.opentelemetry.tracing.export.timeout=10m",
				"observability.tracing.export.shutdown-timeout=100ms");
		this.ledgers.watch(application.ledger());
		application.get("/ok");
		this.receiver.awaitRequests(1, TIMEOUT);
		for (int i = 0; i < REQUESTS; i++) {
			assertThat(application.get("/ok")).isEqualTo(200);
		}
		assertThat(this.receiver.requests()).as("no further export").isEqualTo(1);
		assertThat(this.receiver.hanging()).as("still hanging").isEqualTo(1);
		ExportLosses losses = application.losses();
		// The export alone has ten minutes
		assertThat(CompletableFuture.runAsync(application::close)).succeedsWithin(TIMEOUT);
		assertThat(losses.count(LossReason.SHUTDOWN)).isEqualTo(REQUESTS + 1);
		assertThat(lines(output, "The application ends; 101 spans")).hasSize(1);
	}

	@Test
	void spansThatTheFullQueueDropsAreCountedWithTheLost(CapturedOutput output) {
		this.receiver.fault(ReceiverFault.HANG);
		try (ExportTestApplication application = ExportTestApplication.start(this.receiver, "http",
				"management.opentelemetry.tracing.export.max-queue-size=16",
				"management.opentelemetry.tracing.export.max-batch-size=8",
				"management.opentelemetry.tracing.export.otlp.timeout=5s")) {
			this.ledgers.watch(application.ledger());
			application.get("/ok");
			this.receiver.awaitRequests(1, TIMEOUT);
			for (int i = 1; i < REQUESTS; i++) {
				assertThat(application.get("/ok")).isEqualTo(200);
			}
			Awaitility.await()
				.atMost(TIMEOUT)
				.until(() -> application.losses().count(LossReason.QUEUE_FULL) == REQUESTS - 24);
			this.receiver.fault(ReceiverFault.NONE);
			this.receiver.await(1, TIMEOUT);
			Awaitility.await().atMost(TIMEOUT).until(() -> !lines(output, "again;").isEmpty());
			assertThat(this.receiver.await(23, TIMEOUT)).hasSize(23);
			assertThat(application.losses().total()).isEqualTo(REQUESTS - 23);
			assertThat(lines(output, "again; " + (REQUESTS - 23) + " were lost")).hasSize(1);
			assertThat(lines(output, "io.opentelemetry", "i.o.")).isEmpty();
		}
	}

	private static List<String> lines(CapturedOutput output, String... texts) {
		return output.toString().lines().filter((line) -> Stream.of(texts).anyMatch(line::contains)).toList();
	}

}
