// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.MessageWriter;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RepeatedSend} and the senders that exporters of the SDK get.
 */
class RepeatedSendTests {

	private static final RetryPolicy POLICY = RetryPolicy.builder()
		.setMaxAttempts(3)
		.setInitialBackoff(Duration.ofMillis(1))
		.setMaxBackoff(Duration.ofMillis(2))
		.build();

	private static final SendOutcome LATER = SendOutcome.later(new ExportFailure(LossReason.REFUSED, "HTTP 503"),
			Duration.ZERO);

	private static final SendOutcome LOST = SendOutcome.lost(new ExportFailure(LossReason.REFUSED, "HTTP 400"));

	@Test
	void sendsUntilItIsTaken() {
		Scripted sender = new Scripted(POLICY, LATER, LATER, SendOutcome.taken(1));
		assertThat(send(sender, Duration.ofMinutes(1))).isEqualTo(SendOutcome.taken(1));
		assertThat(sender.attempts).hasValue(3);
		assertThat(sender.thread).as("not one that all of a process share").startsWith("tracing-");
	}

	@Test
	void givesUpAfterTheLastAttemptOfThePolicy() {
		Scripted sender = new Scripted(POLICY, LATER, LATER, LATER, SendOutcome.taken(0));
		assertThat(send(sender, Duration.ofMinutes(1))).isEqualTo(LATER);
		assertThat(sender.attempts).hasValue(3);
	}

	@Test
	void doesNotRepeatWhatIsLost() {
		Scripted sender = new Scripted(POLICY, LOST, SendOutcome.taken(0));
		assertThat(send(sender, Duration.ofMinutes(1))).isEqualTo(LOST);
		assertThat(sender.attempts).hasValue(1);
	}

	@Test
	void doesNotRepeatWithoutAPolicy() {
		Scripted sender = new Scripted(null, LATER, SendOutcome.taken(0));
		assertThat(send(sender, Duration.ofMinutes(1))).isEqualTo(LATER);
	}

	@Test
	void doesNotWaitLongerThanItsTime() {
		SendOutcome muchLater = SendOutcome.later(new ExportFailure(LossReason.REFUSED, "HTTP 503"),
				Duration.ofMinutes(2));
		assertThat(send(new Scripted(POLICY, muchLater, LOST), Duration.ofMinutes(1))).isEqualTo(muchLater);
	}

	@Test
	void exporterHearsOfSuccessAndOfFailureAndWhatIsRejectedIsCounted() {
		ExportLosses losses = new ExportLosses();
		CompletableFuture<Integer> http = new CompletableFuture<>();
		new RepeatingHttpSender(new Scripted(POLICY, LATER, SendOutcome.taken(2)), Duration.ofMinutes(1), losses,
				new ExportTimer())
			.send(new TextMessage(""), (response) -> http.complete(response.getStatusCode()),
					http::completeExceptionally);
		assertThat(http.orTimeout(60, TimeUnit.SECONDS).join()).isEqualTo(200);
		CompletableFuture<Throwable> grpc = new CompletableFuture<>();
		new RepeatingGrpcSender(new Scripted(POLICY, LOST), Duration.ofMinutes(1), losses, new ExportTimer())
			.send(new TextMessage(""), (response) -> grpc.complete(new AssertionError("taken")), grpc::complete);
		assertThat(grpc.orTimeout(60, TimeUnit.SECONDS).join()).hasMessage("HTTP 400");
		assertThat(losses.count(LossReason.REJECTED)).isEqualTo(2);
	}

	private static SendOutcome send(OtlpSender sender, Duration timeout) {
		CompletableFuture<SendOutcome> outcome = new CompletableFuture<>();
		RepeatedSend.send(sender, new TextMessage("spans"), timeout, new ExportTimer(), outcome::complete);
		return outcome.orTimeout(60, TimeUnit.SECONDS).join();
	}

	/**
	 * Says what it is told to.
	 */
	private static final class Scripted implements OtlpSender {

		private final @Nullable RetryPolicy policy;

		private final Queue<SendOutcome> outcomes;

		private final AtomicInteger attempts = new AtomicInteger();

		private volatile String thread = "";

		Scripted(@Nullable RetryPolicy policy, SendOutcome... outcomes) {
			this.policy = policy;
			this.outcomes = new ArrayDeque<>(List.of(outcomes));
		}

		@Override
		public void send(MessageWriter message, Consumer<SendOutcome> onOutcome) {
			this.attempts.incrementAndGet();
			this.thread = Thread.currentThread().getName();
			onOutcome.accept(this.outcomes.remove());
		}

		@Override
		public @Nullable RetryPolicy retryPolicy() {
			return this.policy;
		}

		@Override
		public CompletableResultCode shutdown() {
			return CompletableResultCode.ofSuccess();
		}

	}

}
