// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.function.Consumer;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.MessageWriter;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Sends an encoded export by whatever protocol, once: whether it is sent again is decided
 * by {@link ExportRetry}. Exporter thread; does not wait for the answer.
 */
interface OtlpSender {

	/**
	 * Sends a message.
	 * @param message the request, which may be written until there is an outcome
	 * @param onOutcome called once, on any thread
	 */
	void send(MessageWriter message, Consumer<SendOutcome> onOutcome);

	/**
	 * How the exporter is to send again.
	 * @return {@code null} where it is not to
	 */
	@Nullable RetryPolicy retryPolicy();

	/**
	 * What is wrong with the libraries that it sends by.
	 * @return {@code null} where nothing is, or where it did not show yet
	 */
	default @Nullable ClassPathConflict conflict() {
		return null;
	}

	/**
	 * Ends it; what is on its way may be cut off.
	 * @return done when it has ended
	 */
	CompletableResultCode shutdown();

}
