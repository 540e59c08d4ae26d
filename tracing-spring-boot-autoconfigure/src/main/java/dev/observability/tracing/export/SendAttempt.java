// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * One attempt to send. Its outcome is told once, whatever happens: an answer, a failure,
 * the end of its time or of the sender. Not before the message was written, which
 * somebody else may use from then on. Any thread.
 */
final class SendAttempt {

	/** Not told. */
	private static final SendOutcome HANDED_OVER = SendOutcome.lost(new ExportFailure(LossReason.OTHER, "handed over"));

	private final CompletableFuture<SendOutcome> outcome = new CompletableFuture<>();

	private final Consumer<SendOutcome> onOutcome;

	private final ExportTimer timer;

	private final long deadline;

	private SendAttempt(Duration timeout, ExportTimer timer, Consumer<SendOutcome> onOutcome) {
		this.timer = timer;
		this.deadline = System.nanoTime() + timeout.toNanos();
		this.onOutcome = onOutcome;
	}

	/**
	 * Begins its time, because the message is not needed any more.
	 */
	void written() {
		this.timer.limit(this.outcome, this.deadline - System.nanoTime());
	}

	void settle(SendOutcome outcome) {
		this.outcome.complete(outcome);
	}

	void fail(Throwable failure) {
		this.outcome.complete(SendOutcome.of(failure));
	}

	/**
	 * As {@link #fail} for who is told on a thread that is not ours: of the JDK's client,
	 * say, which fails on one that all of a process share.
	 * @param failure the outcome
	 */
	void failLater(Throwable failure) {
		this.timer.execute(() -> fail(failure));
	}

	private void breakOff() {
		this.outcome.completeExceptionally(new ExportShutdown.ShutdownTimeoutException());
	}

	void end(@Nullable SendOutcome outcome, @Nullable Throwable failure) {
		if (outcome != null) {
			settle(outcome);
		}
		else if (failure != null) {
			fail(failure);
		}
	}

	/**
	 * Does something when its time or its sender ends before an answer is there, at once
	 * if so it was. Not after an answer, which the client may not have put away yet.
	 * @param action must not throw
	 */
	void onBreak(Runnable action) {
		this.outcome.whenComplete((outcome, failure) -> {
			if (failure != null) {
				action.run();
			}
		});
	}

	/**
	 * Ends it without an outcome, because somebody else sends the same message.
	 * @return who is to be told, or {@code null} where it was over already
	 */
	@Nullable Consumer<SendOutcome> handOver() {
		return this.outcome.complete(HANDED_OVER) ? this.onOutcome : null;
	}

	private void tell(SendOutcome outcome) {
		if (outcome != HANDED_OVER) {
			this.onOutcome.accept(outcome);
		}
	}

	/**
	 * What an attempt does.
	 */
	@FunctionalInterface
	interface Task {

		/**
		 * Does it.
		 * @param attempt to be told
		 * @throws Exception which is the outcome
		 */
		void run(SendAttempt attempt) throws Exception;

	}

	/**
	 * The attempts of a sender that are on their way.
	 */
	static final class Group {

		private final Set<SendAttempt> attempts = ConcurrentHashMap.newKeySet();

		private final Executor threads;

		private final ExportTimer timer = new ExportTimer();

		private final Duration timeout;

		private volatile boolean closed;

		Group(Executor threads, Duration timeout) {
			this.threads = threads;
			this.timeout = timeout;
		}

		/**
		 * Begins one.
		 * @param task runs on a thread of the sender; an error that it throws is an
		 * outcome, too
		 * @param onOutcome called once
		 */
		void begin(Task task, Consumer<SendOutcome> onOutcome) {
			SendAttempt attempt = new SendAttempt(this.timeout, this.timer, onOutcome);
			this.attempts.add(attempt);
			attempt.outcome.whenComplete((outcome, failure) -> {
				this.attempts.remove(attempt);
				// Its time or the sender is over: somebody else may still send the same
				attempt.tell((failure != null) ? SendOutcome.later(ExportFailure.of(failure), Duration.ZERO) : outcome);
			});
			if (this.closed) {
				attempt.breakOff();
				return;
			}
			try {
				this.threads.execute(() -> run(task, attempt));
			}
			catch (RejectedExecutionException ex) {
				attempt.fail(ex);
			}
		}

		private static void run(Task task, SendAttempt attempt) {
			try {
				task.run(attempt);
			}
			catch (Exception | Error ex) {
				attempt.fail(ex);
			}
		}

		void close() {
			this.closed = true;
			this.attempts.forEach(
					(attempt) -> attempt.outcome.completeExceptionally(new ExportShutdown.ShutdownTimeoutException()));
		}

	}

}
