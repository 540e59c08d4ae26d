// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.function.Consumer;

import io.opentelemetry.api.internal.InstrumentationUtil;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.GrpcSenderConfig;
import io.opentelemetry.sdk.common.export.MessageWriter;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Sends over gRPC by OkHttp, and over HTTP from the moment at which OkHttp turns out not
 * to work in this application. Threads of its own, one of which waits for the answer.
 */
final class OtlpGrpcSender implements OtlpSender {

	private final GrpcSenderConfig config;

	private final int httpPort;

	private final SendAttempt.Group attempts;

	private final Lazy<OtlpGrpcClient> client;

	/** Set once OkHttp does not work. */
	private volatile @Nullable OtlpStandIn standIn;

	/**
	 * Creates a sender.
	 * @param config its settings
	 * @param httpPort where a collector listens for HTTP beside gRPC
	 */
	OtlpGrpcSender(GrpcSenderConfig config, int httpPort) {
		this.config = config;
		this.httpPort = httpPort;
		this.attempts = new SendAttempt.Group(SenderThreads.of(config.getExecutorService(), "tracing-export-grpc"),
				config.getTimeout());
		int maxAnswerBytes = (int) Math.min(OtlpHttpSender.MAX_ANSWER_BYTES, config.getMaxResponseBodySize());
		this.client = new Lazy<>(() -> new OtlpGrpcClient(config, maxAnswerBytes));
	}

	@Override
	public void send(MessageWriter message, Consumer<SendOutcome> onOutcome) {
		OtlpStandIn standIn = this.standIn;
		if (standIn != null) {
			standIn.send(message, onOutcome);
			return;
		}
		this.attempts.begin((attempt) -> {
			OtlpBody body = OtlpBody.grpc(message, this.config.getCompressor());
			attempt.written();
			// Who instruments OkHttp leaves out what says so
			InstrumentationUtil.suppressInstrumentation(() -> call(attempt, body, message));
		}, onOutcome);
	}

	private void call(SendAttempt attempt, OtlpBody body, MessageWriter message) {
		try {
			attempt.settle(this.client.get().call(body, attempt::onBreak));
		}
		catch (Exception | Error ex) {
			LinkageError conflict = ClassPathConflict.linkageError(ex);
			Consumer<SendOutcome> handedOver = (conflict != null) ? attempt.handOver() : null;
			if (conflict != null && handedOver != null) {
				standIn(conflict).send(message, handedOver);
			}
			else {
				attempt.fail(ex);
			}
		}
	}

	private synchronized OtlpStandIn standIn(LinkageError conflict) {
		OtlpStandIn standIn = this.standIn;
		if (standIn == null) {
			standIn = new OtlpStandIn(new HttpInsteadOfGrpc(this.config, this.httpPort),
					ClassPathConflict.of(conflict));
			this.standIn = standIn;
		}
		return standIn;
	}

	@Override
	public @Nullable RetryPolicy retryPolicy() {
		return this.config.getRetryPolicy();
	}

	@Override
	public @Nullable ClassPathConflict conflict() {
		OtlpStandIn standIn = this.standIn;
		return (standIn != null) ? standIn.conflict() : null;
	}

	@Override
	public CompletableResultCode shutdown() {
		this.attempts.close();
		OtlpStandIn standIn = this.standIn;
		if (standIn != null) {
			return standIn.shutdown();
		}
		this.client.ifPresent(OtlpGrpcClient::close);
		return CompletableResultCode.ofSuccess();
	}

	@Override
	public String toString() {
		return "gRPC by OkHttp";
	}

}
