// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.time.Duration;
import java.util.function.Consumer;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.GrpcResponse;
import io.opentelemetry.sdk.common.export.GrpcSender;
import io.opentelemetry.sdk.common.export.GrpcStatusCode;
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
record RepeatingGrpcSender(OtlpSender sender, Duration timeout, ExportLosses losses,
		ExportTimer timer) implements GrpcSender {

	@Override
	public void send(MessageWriter message, Consumer<GrpcResponse> onResponse, Consumer<Throwable> onError) {
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
	private static final class Taken implements GrpcResponse {

		@Override
		public GrpcStatusCode getStatusCode() {
			return GrpcStatusCode.OK;
		}

		@Override
		public String getStatusDescription() {
			return "";
		}

		@Override
		public byte[] getResponseMessage() {
			return new byte[0];
		}

	}

}
