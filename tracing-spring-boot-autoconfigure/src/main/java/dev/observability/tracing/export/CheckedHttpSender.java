// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import io.opentelemetry.sdk.common.export.MessageWriter;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the answers of a collector, which the SDK takes for a success whatever they
 * hold. Exporter threads of the sender.
 */
final class CheckedHttpSender implements HttpSender, OtlpSender {

	private final HttpSenderConfig config;

	private final ExportLosses losses;

	/** For an exporter that encodes itself and leaves retries to its sender. */
	private final Lazy<HttpSender> repeating;

	/** For what sends again itself. */
	private final Lazy<HttpSender> single;

	CheckedHttpSender(HttpSenderProvider provider, HttpSenderConfig config, ExportLosses losses) {
		this.config = config;
		this.losses = losses;
		this.repeating = new Lazy<>(() -> provider.createSender(config));
		this.single = new Lazy<>(() -> provider.createSender(new SingleHttpAttempt(config)));
	}

	@Override
	public void send(MessageWriter messageWriter, Consumer<HttpResponse> onResponse, Consumer<Throwable> onError) {
		this.repeating.get().send(messageWriter, (response) -> {
			SendOutcome outcome = outcome(response);
			if (outcome.isTaken()) {
				this.losses.add(LossReason.REJECTED, outcome.rejectedSpans());
				onResponse.accept(response);
			}
			else {
				onError.accept(new AnswerException(outcome));
			}
		}, onError);
	}

	@Override
	public void send(MessageWriter message, Consumer<SendOutcome> onOutcome) {
		this.single.get()
			.send(message, (response) -> onOutcome.accept(outcome(response)),
					(failure) -> onOutcome.accept(SendOutcome.of(failure)));
	}

	private static SendOutcome outcome(HttpResponse response) {
		return OtlpAnswer.http(response.getStatusCode(), response.getResponseBody(), Duration.ZERO);
	}

	@Override
	public @Nullable RetryPolicy retryPolicy() {
		return this.config.getRetryPolicy();
	}

	@Override
	public CompletableResultCode shutdown() {
		List<CompletableResultCode> results = new ArrayList<>();
		this.repeating.ifPresent((sender) -> results.add(sender.shutdown()));
		this.single.ifPresent((sender) -> results.add(sender.shutdown()));
		return CompletableResultCode.ofAll(results);
	}

	@Override
	public String toString() {
		return getClass().getSimpleName();
	}

}
