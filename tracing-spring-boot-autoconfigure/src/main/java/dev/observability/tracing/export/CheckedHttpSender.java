// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.function.Consumer;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.MessageWriter;

/**
 * Looks at the answers of a collector, which the SDK takes for a success whatever they
 * hold. Exporter threads of the sender.
 */
final class CheckedHttpSender implements HttpSender, OtlpSender {

	private final HttpSender delegate;

	private final ExportLosses losses;

	CheckedHttpSender(HttpSender delegate, ExportLosses losses) {
		this.delegate = delegate;
		this.losses = losses;
	}

	@Override
	public void send(MessageWriter messageWriter, Consumer<HttpResponse> onResponse, Consumer<Throwable> onError) {
		this.delegate.send(messageWriter, (response) -> check(response, onResponse, onError), onError);
	}

	private void check(HttpResponse response, Consumer<HttpResponse> onResponse, Consumer<Throwable> onError) {
		int status = response.getStatusCode();
		if (status < 200 || status >= 300) {
			onError.accept(new AnswerException(LossReason.REFUSED, "HTTP " + status));
			return;
		}
		OtlpAnswer answer = OtlpAnswer.read(response.getResponseBody());
		if (!answer.readable()) {
			onError
				.accept(new AnswerException(LossReason.REFUSED, "HTTP " + status + " with an answer that is not OTLP"));
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
