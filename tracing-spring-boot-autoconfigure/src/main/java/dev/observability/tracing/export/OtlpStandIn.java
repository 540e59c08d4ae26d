// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.net.URI;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import dev.observability.tracing.redaction.Redactor;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.MessageWriter;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sends over HTTP what was to leave over gRPC, where OkHttp does not work, and says so in
 * one warning. Threads of the sender.
 */
final class OtlpStandIn implements OtlpSender {

	private static final Log logger = LogFactory.getLog(OtlpStandIn.class);

	private final OtlpHttpSender http;

	private final HttpSenderConfig config;

	private final String endpoint;

	private final AtomicBoolean reported = new AtomicBoolean();

	private volatile ClassPathConflict conflict;

	OtlpStandIn(HttpSenderConfig config, ClassPathConflict conflict) {
		this.http = new OtlpHttpSender(config);
		this.config = config;
		URI uri = config.getEndpoint();
		this.endpoint = Redactor.standard().url(uri.toString());
		this.conflict = conflict.sentTo(this.endpoint);
	}

	@Override
	public void send(MessageWriter message, Consumer<SendOutcome> onOutcome) {
		this.http.send(message, (outcome) -> {
			ExportFailure failure = outcome.failure();
			this.conflict = this.conflict.answered((failure != null) ? failure.text() : null);
			if (this.reported.compareAndSet(false, true)) {
				logger.warn(this.conflict.text());
			}
			onOutcome.accept((failure != null) ? explained(outcome, failure) : outcome);
		});
	}

	// The line about the collector names the endpoint of gRPC
	private SendOutcome explained(SendOutcome outcome, ExportFailure failure) {
		ExportFailure explained = new ExportFailure(failure.reason(),
				"no gRPC in this application, and " + this.endpoint + " says " + failure.text());
		return new SendOutcome(explained, outcome.rejectedSpans(), outcome.retryable(), outcome.retryAfter(),
				outcome.kept());
	}

	@Override
	public @Nullable RetryPolicy retryPolicy() {
		return this.config.getRetryPolicy();
	}

	@Override
	public ClassPathConflict conflict() {
		return this.conflict;
	}

	@Override
	public CompletableResultCode shutdown() {
		return this.http.shutdown();
	}

	@Override
	public String toString() {
		return this.http + " instead of gRPC";
	}

}
