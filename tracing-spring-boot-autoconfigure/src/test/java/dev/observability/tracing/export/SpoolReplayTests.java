// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.MessageWriter;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SpoolReplay}.
 */
class SpoolReplayTests {

	private static final SendOutcome LATER = SendOutcome.later(new ExportFailure(LossReason.REFUSED, "HTTP 503"),
			Duration.ZERO);

	private final ExportLedger ledger = new ExportLedger(new ExportLosses());

	private final Asked sender = new Asked();

	private final Heard heard = new Heard();

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path folder;

	@SuppressWarnings("NullAway.Init")
	private ExportSpool spool;

	private @Nullable SpoolReplay replay;

	@BeforeEach
	void open() throws IOException {
		this.spool = new ExportSpool(SpoolDirectory.take(this.folder.resolve("spool")),
				new ExportSpool.Bounds(1024 * 1024, Duration.ofHours(1)), this.ledger, System::currentTimeMillis);
	}

	@AfterEach
	void end() throws InterruptedException {
		if (this.replay != null) {
			this.replay.stop();
			this.replay.awaitEnd(TimeUnit.SECONDS.toNanos(30));
		}
		this.spool.close();
	}

	@Test
	void answerThatComesWhileTheApplicationEndsIsHeardAndNothingIsSentAfterIt() throws Exception {
		this.spool.append(new byte[10], 3);
		this.spool.append(new byte[10], 4);
		SpoolReplay replay = start(new ExportRetry(RetryPolicy.getDefault()), 1_000_000);
		Consumer<SendOutcome> answer = this.sender.await();
		replay.stop();
		assertThat(this.ledger.spooledSpans()).as("no answer yet").isEqualTo(7);
		answer.accept(SendOutcome.taken(0));
		replay.awaitEnd(TimeUnit.SECONDS.toNanos(30));
		assertThat(this.ledger.spooledSpans()).isEqualTo(4);
		assertThat(this.sender.attempts()).isOne();
		assertThat(this.heard.settled).containsExactly(3);
	}

	@Test
	void collectorThatIsAwayIsAskedAfterThePauseAgain() throws Exception {
		this.spool.append(new byte[10], 3);
		RetryPolicy policy = RetryPolicy.builder()
			.setInitialBackoff(Duration.ofHours(1))
			.setMaxBackoff(Duration.ofHours(2))
			.build();
		start(new ExportRetry(policy), 1_000_000);
		this.sender.await().accept(LATER);
		assertThat(this.heard.attempts.take()).isSameAs(LATER);
		assertThat(this.heard.failures.take()).isEqualTo(LATER.failure());
		assertThat(this.sender.answers).isEmpty();
		assertThat(this.sender.attempts()).isOne();
		assertThat(this.ledger.spooledSpans()).isEqualTo(3);
	}

	@Test
	void nextIsNotSentBeforeTheRateAllows() throws Exception {
		this.spool.append(new byte[1_000], 3);
		this.spool.append(new byte[1_000], 4);
		start(new ExportRetry(RetryPolicy.getDefault()), 1);
		this.sender.await().accept(SendOutcome.taken(0));
		assertThat(this.heard.attempts.take().failure()).isNull();
		assertThat(this.sender.answers.poll(100, TimeUnit.MILLISECONDS)).as("a thousand seconds later").isNull();
		assertThat(this.ledger.spooledSpans()).isEqualTo(4);
	}

	@Test
	void errorOfTheSenderDoesNotEndTheReplay() throws Exception {
		this.spool.append("export".getBytes(StandardCharsets.UTF_8), 3);
		this.sender.error = new OutOfMemoryError("for the test");
		RetryPolicy policy = RetryPolicy.builder().setInitialBackoff(Duration.ofMillis(1)).build();
		start(new ExportRetry(policy), 1_000_000);
		assertThat(this.heard.failures.take().text()).isEqualTo("OutOfMemoryError");
		this.sender.await().accept(SendOutcome.taken(0));
		assertThat(this.heard.attempts.take().failure()).isNull();
	}

	private SpoolReplay start(ExportRetry retry, long bytesPerSecond) {
		SpoolReplay started = new SpoolReplay(this.spool, this.sender, retry, Duration.ofMinutes(1), bytesPerSecond,
				this.heard);
		this.replay = started;
		started.start();
		return started;
	}

	/** Lets the test answer. */
	private static final class Asked implements OtlpSender {

		private final BlockingQueue<Consumer<SendOutcome>> answers = new LinkedBlockingQueue<>();

		private final List<MessageWriter> messages = new CopyOnWriteArrayList<>();

		private volatile @Nullable Error error;

		@Override
		public void send(MessageWriter message, Consumer<SendOutcome> answer) {
			Error thrown = this.error;
			if (thrown != null) {
				this.error = null;
				throw thrown;
			}
			this.messages.add(message);
			this.answers.add(answer);
		}

		@Override
		public @Nullable RetryPolicy retryPolicy() {
			return null;
		}

		private int attempts() {
			return this.messages.size();
		}

		private Consumer<SendOutcome> await() throws InterruptedException {
			Consumer<SendOutcome> answer = this.answers.poll(30, TimeUnit.SECONDS);
			assertThat(answer).as("it was asked").isNotNull();
			return (answer != null) ? answer : (outcome) -> {
			};
		}

		@Override
		public CompletableResultCode shutdown() {
			return CompletableResultCode.ofSuccess();
		}

	}

	/** What the replay says. */
	private static final class Heard implements SpoolReplay.Settlement {

		private final BlockingQueue<SendOutcome> attempts = new LinkedBlockingQueue<>();

		private final List<Integer> settled = new CopyOnWriteArrayList<>();

		private final BlockingQueue<ExportFailure> failures = new LinkedBlockingQueue<>();

		@Override
		public void attempted(SendOutcome outcome, long nanos) {
			this.attempts.add(outcome);
		}

		@Override
		public void settled(int spans, SendOutcome outcome) {
			this.settled.add(spans);
		}

		@Override
		public void failed(ExportFailure failure) {
			this.failures.add(failure);
		}

	}

}
