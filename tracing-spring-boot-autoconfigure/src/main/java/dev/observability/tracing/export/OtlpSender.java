// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.function.Consumer;

import io.opentelemetry.sdk.common.export.MessageWriter;

/**
 * Sends an encoded export by whatever protocol. Exporter thread; does not wait for the
 * answer.
 */
interface OtlpSender {

	/**
	 * Sends a message.
	 * @param message the request
	 * @param onSuccess called when the collector has taken it
	 * @param onFailure called when it has not
	 */
	void send(MessageWriter message, Runnable onSuccess, Consumer<Throwable> onFailure);

}
