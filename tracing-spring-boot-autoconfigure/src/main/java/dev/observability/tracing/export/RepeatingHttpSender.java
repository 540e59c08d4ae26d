// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.time.Duration;
import java.util.function.Consumer;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.MessageWriter;

/**
 * A sender of ours for an exporter of the SDK that encodes itself: of logs, or one that
 * counts its exports. Threads of the sender.
 *
 * @param sender sends once
 * @param timeout of all attempts
 * @param losses counts what a collector rejects
 * @param timer goes on after pauses
 */
record RepeatingHttpSender(OtlpSender sender, Duration timeout, ExportLosses losses,
		ExportTimer timer) implements HttpSender {

	@Override
	public void send(MessageWriter message, Consumer<HttpResponse> onResponse, Consumer<Throwable> onError) {
		RepeatedSend.send(this.sender, message, this.timeout, this.timer, (outcome) -> {
			if (outcome.isTaken()) {
				this.losses.add(LossReason.REJECTED, outcome.rejectedSpans());
				onResponse.accept(new Taken());
			}
			else {
				onError.accept(new AnswerException(outcome));
			}
		});
	}

	@Override
	public CompletableResultCode shutdown() {
		return this.sender.shutdown();
	}

	/**
	 * What an exporter wants to know of a success.
	 */
	private static final class Taken implements HttpResponse {

		@Override
		public int getStatusCode() {
			return 200;
		}

		@Override
		public String getStatusMessage() {
			return "OK";
		}

		@Override
		public byte[] getResponseBody() {
			return new byte[0];
		}

	}

}
