// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.sdk.common.export.MessageWriter;

/**
 * A message for tests of senders.
 *
 * @param text what is sent
 */
record TextMessage(String text) implements MessageWriter {

	@Override
	public void writeMessage(OutputStream output) throws IOException {
		output.write(this.text.getBytes(StandardCharsets.UTF_8));
	}

	@Override
	public int getContentLength() {
		return this.text.getBytes(StandardCharsets.UTF_8).length;
	}

	CompletableFuture<SendOutcome> sendBy(OtlpSender sender) {
		CompletableFuture<SendOutcome> outcome = new CompletableFuture<>();
		sender.send(this, outcome::complete);
		return outcome.orTimeout(60, TimeUnit.SECONDS);
	}

}
