// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.io.IOException;
import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.observability.tracing.testing.OtlpReceiver;
import dev.observability.tracing.testing.ReceiverFault;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a spool whose disk hangs, as that of a lost network drive does: it holds up
 * threads of ours, and no thread that the application needs, too.
 */
class HangingSpoolTests {

	private static final Duration LONG = Duration.ofMinutes(10);

	private static final Duration SHORT = Duration.ofMillis(100);

	private final OtlpReceiver receiver = OtlpReceiver.start();

	private final ExportLedger ledger = new ExportLedger(new ExportLosses());

	private final ExportShutdown shutdown = new ExportShutdown(SHORT);

	@SuppressWarnings("NullAway.Init")
	private ExportSpool spool;

	@BeforeEach
	void open(@TempDir Path folder) throws IOException {
		this.spool = new ExportSpool(SpoolDirectory.take(folder),
				new ExportSpool.Bounds(1024 * 1024, Duration.ofHours(1)), this.ledger, System::currentTimeMillis);
	}

	@AfterEach
	void close() {
		this.spool.close();
		this.receiver.close();
	}

	@ParameterizedTest
	@CsvSource({ "http, HANG", "http, REFUSE", "grpc, HANG", "grpc, REFUSE" })
	void attemptThatFailsHoldsUpNoTimeoutOfTheApplication(String transport, ReceiverFault fault) {
		this.receiver.fault(fault);
		assertHarmless(pipeline(transport, (fault == ReceiverFault.HANG) ? SHORT : LONG, LONG), () -> {
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "http", "grpc" })
	void exportWhoseTimeIsOverHoldsUpNoTimeoutOfTheApplication(String transport) {
		this.receiver.fault(ReceiverFault.HANG);
		assertHarmless(pipeline(transport, LONG, SHORT), () -> {
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "http", "grpc" })
	void endHoldsUpNoTimeoutOfTheApplication(String transport) {
		this.receiver.fault(ReceiverFault.HANG);
		assertHarmless(pipeline(transport, LONG, LONG), () -> {
			this.receiver.awaitRequests(1, Duration.ofSeconds(60));
			this.shutdown.shutdown();
		});
	}

	private void assertHarmless(ExportPipeline pipeline, Runnable afterwards) {
		CompletableResultCode result;
		synchronized (this.spool) {
			result = pipeline.export(EndedSpans.spans(1, EndedSpans.span()));
			afterwards.run();
			Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !waiting(this.spool).isEmpty());
			assertThat(new CompletableFuture<>().orTimeout(1, TimeUnit.MILLISECONDS))
				.failsWithin(Duration.ofSeconds(60))
				.withThrowableOfType(ExecutionException.class)
				.withCauseInstanceOf(TimeoutException.class);
			assertThat(waiting(this.spool)).startsWith("tracing-");
			assertThat(result.isDone()).isFalse();
		}
		assertThat(result.join(60, TimeUnit.SECONDS).isDone()).isTrue();
		assertThat(this.ledger.spooledSpans()).as(this.ledger.toString()).isEqualTo(1);
		assertThat(pipeline.shutdown().join(60, TimeUnit.SECONDS).isSuccess()).isTrue();
	}

	// The name of the thread that waits for what this one holds, empty for none
	private static String waiting(Object lock) {
		return Arrays.stream(ManagementFactory.getThreadMXBean().dumpAllThreads(false, false))
			.filter((thread) -> isWaitingFor(lock, thread))
			.map(ThreadInfo::getThreadName)
			.findAny()
			.orElse("");
	}

	private static boolean isWaitingFor(Object lock, ThreadInfo thread) {
		LockInfo held = thread.getLockInfo();
		return thread.getThreadState() == Thread.State.BLOCKED && held != null
				&& held.getIdentityHashCode() == System.identityHashCode(lock);
	}

	private ExportPipeline pipeline(String transport, Duration attempt, Duration export) {
		boolean grpc = "grpc".equals(transport);
		TestSenderConfig config = new TestSenderConfig(
				grpc ? this.receiver.grpcEndpoint() : this.receiver.httpEndpoint())
			.timeout(attempt);
		OtlpSender sender = grpc ? new OtlpGrpcSender(config, OtlpSenders.HTTP_PORT) : new OtlpHttpSender(config);
		return new ExportPipeline(SpanExporter.composite(), new OtlpExit(sender, new SpanRedaction()), this.ledger,
				new ExportRetry(RetryPolicy.getDefault()), this.spool, this.shutdown, export);
	}

}
