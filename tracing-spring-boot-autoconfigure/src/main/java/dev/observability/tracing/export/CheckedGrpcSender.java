// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.function.Consumer;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.GrpcResponse;
import io.opentelemetry.sdk.common.export.GrpcSender;
import io.opentelemetry.sdk.common.export.GrpcStatusCode;
import io.opentelemetry.sdk.common.export.MessageWriter;

/**
 * Looks at the answers of a collector, as {@link CheckedHttpSender} does. Exporter
 * threads of the sender.
 */
final class CheckedGrpcSender implements GrpcSender, OtlpSender {

	private final GrpcSender delegate;

	private final ExportLosses losses;

	CheckedGrpcSender(GrpcSender delegate, ExportLosses losses) {
		this.delegate = delegate;
		this.losses = losses;
	}

	@Override
	public void send(MessageWriter messageWriter, Consumer<GrpcResponse> onResponse, Consumer<Throwable> onError) {
		this.delegate.send(messageWriter, (response) -> check(response, onResponse, onError), onError);
	}

	private void check(GrpcResponse response, Consumer<GrpcResponse> onResponse, Consumer<Throwable> onError) {
		GrpcStatusCode status = response.getStatusCode();
		if (status != GrpcStatusCode.OK) {
			boolean late = (status == GrpcStatusCode.DEADLINE_EXCEEDED);
			onError.accept(new AnswerException(late ? LossReason.TIMEOUT : LossReason.REFUSED, "gRPC " + status));
			return;
		}
		OtlpAnswer answer = OtlpAnswer.read(response.getResponseMessage());
		if (!answer.readable()) {
			onError.accept(new AnswerException(LossReason.REFUSED, "gRPC OK with an answer that is not OTLP"));
			return;
		}
		this.losses.add(LossReason.REJECTED, answer.rejectedSpans());
		onResponse.accept(response);
	}

	@Override
	public void send(MessageWriter message, Runnable onSuccess, Consumer<Throwable> onFailure) {
		send(message, (response) -> onSuccess.run(), onFailure);
	}

	@Override
	public CompletableResultCode shutdown() {
		return this.delegate.shutdown();
	}

	@Override
	public String toString() {
		return this.delegate.getClass().getSimpleName();
	}

}
