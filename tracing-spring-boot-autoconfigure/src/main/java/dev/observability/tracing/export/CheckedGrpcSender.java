// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.GrpcResponse;
import io.opentelemetry.sdk.common.export.GrpcSender;
import io.opentelemetry.sdk.common.export.GrpcSenderConfig;
import io.opentelemetry.sdk.common.export.GrpcSenderProvider;
import io.opentelemetry.sdk.common.export.MessageWriter;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the answers of a collector, as {@link CheckedHttpSender} does. Exporter
 * threads of the sender.
 */
final class CheckedGrpcSender implements GrpcSender, OtlpSender {

	private final GrpcSenderConfig config;

	private final ExportLosses losses;

	/** For an exporter that encodes itself and leaves retries to its sender. */
	private final Lazy<GrpcSender> repeating;

	/** For what sends again itself. */
	private final Lazy<GrpcSender> single;

	CheckedGrpcSender(GrpcSenderProvider provider, GrpcSenderConfig config, ExportLosses losses) {
		this.config = config;
		this.losses = losses;
		this.repeating = new Lazy<>(() -> provider.createSender(config));
		this.single = new Lazy<>(() -> provider.createSender(new SingleGrpcAttempt(config)));
	}

	@Override
	public void send(MessageWriter messageWriter, Consumer<GrpcResponse> onResponse, Consumer<Throwable> onError) {
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

	private static SendOutcome outcome(GrpcResponse response) {
		return OtlpAnswer.grpc(response.getStatusCode(), response.getResponseMessage(), null);
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
