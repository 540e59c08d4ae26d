// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.sdk.common.export.RetryPolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExportDelivery}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ExportDeliveryTests {

	private static final SendOutcome REFUSED = SendOutcome.lost(new ExportFailure(LossReason.REFUSED, "HTTP 400"));

	private static final SendOutcome LATER = SendOutcome
		.later(new ExportFailure(LossReason.UNREACHABLE, "Connection refused"), Duration.ZERO);

	private final ExportShutdown shutdown = new ExportShutdown(Duration.ofMillis(50));

	private final ExportLedger ledger = new ExportLedger(new ExportLosses());

	private final ExportConnection connection = new ExportConnection("collector", this.ledger, "They are kept");

	private final ManualPart part = new ManualPart();

	@AfterEach
	void leavesTheCountingToTheBatch() {
		assertThat(this.ledger.exportedSpans() + this.ledger.losses().total()).as(this.ledger.toString()).isZero();
		assertThat(this.ledger.inFlightSpans()).as(this.ledger.toString()).isZero();
	}

	@Test
	void partThatIsTakenIsSentOnce() {
		this.part.answers.add(SendOutcome.taken(3));
		assertThat(join(delivery(shortPauses(), Duration.ofMinutes(1)))).isEqualTo(SendOutcome.taken(3));
		assertThat(this.part.attempts).isEqualTo(1);
		assertThat(this.part.closed).isEqualTo("idle");
	}

	@Test
	void partIsSentAgainUntilItIsTaken(CapturedOutput output) {
		this.part.answers.addAll(List.of(LATER, LATER, LATER, SendOutcome.taken(0)));
		assertThat(join(delivery(shortPauses(), Duration.ofMinutes(1))).isTaken()).isTrue();
		assertThat(this.part.attempts).isEqualTo(4);
		assertThat(this.part.thread).as("not one that all of a process share").startsWith("tracing-");
		assertThat(this.part.closed).isEqualTo("idle");
		assertThat(output.toString().lines().filter((line) -> line.contains("do not reach"))).singleElement()
			.asString()
			.contains("WARN", "collector: Connection refused", "They are kept");
	}

	@Test
	void oneAttemptThatFailsIsNoLine(CapturedOutput output) {
		this.part.answers.addAll(List.of(LATER, SendOutcome.taken(0)));
		join(delivery(shortPauses(), Duration.ofMinutes(1)));
		assertThat(output).doesNotContain("do not reach");
	}

	@Test
	void refusalIsNotSentAgain() {
		this.part.answers.add(REFUSED);
		assertThat(join(delivery(shortPauses(), Duration.ofMinutes(1)))).isEqualTo(REFUSED);
		assertThat(this.part.attempts).isEqualTo(1);
	}

	@Test
	void nothingIsSentAgainWithoutAPolicy() {
		this.part.answers.add(LATER);
		assertThat(join(delivery(new ExportRetry(null), Duration.ofMinutes(1)))).isEqualTo(LATER);
		assertThat(this.part.attempts).isEqualTo(1);
	}

	@Test
	void exceptionOfASenderIsAnOutcome() {
		this.part.thrown = new NoClassDefFoundError("okio");
		SendOutcome outcome = join(delivery(shortPauses(), Duration.ofMinutes(1)));
		assertThat(outcome.failure()).isEqualTo(new ExportFailure(LossReason.OTHER, "NoClassDefFoundError"));
		assertThat(this.part.closed).isEqualTo("idle");
	}

	@Test
	void attemptThatHangsEndsWithTheTimeAndItsPartIsNotUsedAgain() {
		SendOutcome outcome = join(delivery(shortPauses(), Duration.ofSeconds(1)));
		assertThat(outcome.failure()).isEqualTo(new ExportFailure(LossReason.TIMEOUT, "timeout"));
		assertThat(this.part.closed).isEqualTo("in use");
	}

	@Test
	void timeThatEndsWithinAPauseHasTheReasonOfTheLastAttempt() {
		this.part.answers.add(LATER);
		SendOutcome outcome = join(delivery(pauses(Duration.ofMinutes(4)), Duration.ofSeconds(1)));
		assertThat(outcome.failure()).isEqualTo(LATER.failure());
		assertThat(this.part.attempts).isEqualTo(1);
		assertThat(this.part.closed).isEqualTo("idle");
	}

	@Test
	void endOfTheApplicationCutsThePauseShortForALastAttempt() {
		this.part.answers.addAll(List.of(LATER, SendOutcome.taken(0)));
		CompletableFuture<SendOutcome> outcome = delivery(pauses(Duration.ofMinutes(4)), Duration.ofMinutes(5));
		assertThat(outcome).isNotDone();
		this.shutdown.shutdown();
		assertThat(join(outcome).isTaken()).isTrue();
	}

	@Test
	void lastAttemptIsNotRepeated() {
		this.part.answers.addAll(List.of(LATER, LATER, SendOutcome.taken(0)));
		CompletableFuture<SendOutcome> outcome = delivery(pauses(Duration.ofMinutes(4)), Duration.ofMinutes(5));
		this.shutdown.shutdown();
		assertThat(join(outcome)).isEqualTo(LATER);
		assertThat(this.part.attempts).isEqualTo(2);
	}

	@Test
	void nextPartWaitsForThePauseOfTheOneBefore() {
		ExportRetry retry = pauses(Duration.ofMinutes(4));
		retry.failed(Duration.ZERO);
		CompletableFuture<SendOutcome> outcome = delivery(retry, Duration.ofMinutes(5));
		assertThat(outcome).isNotDone();
		assertThat(this.part.attempts).isZero();
		this.shutdown.shutdown();
	}

	@Test
	void spoolTakesWhatFailsOnceAndWhatComesWithinThePause(@TempDir Path folder) throws IOException {
		ExportSpool spool = new ExportSpool(SpoolDirectory.take(folder),
				new ExportSpool.Bounds(1024 * 1024, Duration.ofHours(1)), this.ledger, System::currentTimeMillis);
		this.part.answers.add(LATER);
		ExportRetry retry = pauses(Duration.ofMinutes(4));
		assertThat(join(delivery(retry, Duration.ofMinutes(5), spool))).isEqualTo(SendOutcome.kept(failure(LATER)));
		assertThat(join(delivery(retry, Duration.ofMinutes(5), spool)).kept()).isTrue();
		assertThat(this.part.attempts).as("the second was not sent").isEqualTo(1);
		assertThat(this.ledger.spooledSpans()).isEqualTo(2);
		spool.close();
		assertThat(join(delivery(retry, Duration.ofMinutes(5), spool))).as("the spool fails").isEqualTo(LATER);
	}

	@Test
	void spoolDoesNotTakeWhatIsRefused(@TempDir Path folder) throws IOException {
		ExportSpool spool = new ExportSpool(SpoolDirectory.take(folder),
				new ExportSpool.Bounds(1024 * 1024, Duration.ofHours(1)), this.ledger, System::currentTimeMillis);
		this.part.answers.add(REFUSED);
		assertThat(join(delivery(shortPauses(), Duration.ofMinutes(5), spool))).isEqualTo(REFUSED);
		assertThat(this.ledger.spooledSpans()).isZero();
		spool.close();
	}

	private static ExportFailure failure(SendOutcome outcome) {
		ExportFailure failure = outcome.failure();
		assertThat(failure).isNotNull();
		return (failure != null) ? failure : new ExportFailure(LossReason.OTHER, "");
	}

	private CompletableFuture<SendOutcome> delivery(ExportRetry retry, Duration timeout) {
		return delivery(retry, timeout, null);
	}

	private CompletableFuture<SendOutcome> delivery(ExportRetry retry, Duration timeout, @Nullable ExportSpool spool) {
		return new ExportDelivery(this.part, System.nanoTime() + timeout.toNanos(), retry, this.shutdown,
				this.connection, spool, AttemptClock.NONE, new ExportTimer())
			.start();
	}

	private static SendOutcome join(CompletableFuture<SendOutcome> outcome) {
		return outcome.orTimeout(30, TimeUnit.SECONDS).join();
	}

	private static ExportRetry shortPauses() {
		return pauses(Duration.ofMillis(1));
	}

	private static ExportRetry pauses(Duration pause) {
		return new ExportRetry(
				RetryPolicy.builder().setInitialBackoff(pause).setMaxBackoff(pause.multipliedBy(2)).build());
	}

	/**
	 * A part whose answers the test gives; without one an attempt hangs.
	 */
	private static final class ManualPart implements ExportPart {

		private final List<SendOutcome> answers = new ArrayList<>();

		private @Nullable Error thrown;

		private volatile int attempts;

		private volatile String closed = "no";

		private volatile String thread = "";

		@Override
		public int size() {
			return 1;
		}

		@Override
		public CompletableFuture<SendOutcome> send() {
			if (this.thrown != null) {
				throw this.thrown;
			}
			int attempt = this.attempts;
			this.thread = Thread.currentThread().getName();
			this.attempts = attempt + 1;
			return (attempt < this.answers.size()) ? CompletableFuture.completedFuture(this.answers.get(attempt))
					: new CompletableFuture<>();
		}

		@Override
		public byte[] encoded() {
			return "encoded".getBytes(StandardCharsets.UTF_8);
		}

		@Override
		public void close(boolean idle) {
			this.closed = idle ? "idle" : "in use";
		}

	}

}
