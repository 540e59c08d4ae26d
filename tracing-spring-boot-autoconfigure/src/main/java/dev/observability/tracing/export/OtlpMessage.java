// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicReference;

import io.opentelemetry.sdk.common.export.MessageWriter;
import org.jspecify.annotations.Nullable;

/**
 * An encoded batch on its way. Written by threads of the sender, again for each attempt,
 * until its buffer is taken back.
 */
final class OtlpMessage implements MessageWriter {

	private final AtomicReference<@Nullable ProtobufWriter> buffer;

	private final int length;

	OtlpMessage(ProtobufWriter buffer) {
		this.buffer = new AtomicReference<>(buffer);
		this.length = buffer.size();
	}

	@Override
	public void writeMessage(OutputStream output) throws IOException {
		ProtobufWriter buffer = this.buffer.get();
		if (buffer == null) {
			throw new IOException("The export is over");
		}
		buffer.writeTo(output);
	}

	@Override
	public int getContentLength() {
		return this.length;
	}

	/**
	 * Copies what is written.
	 * @return {@code null} where the buffer was taken back
	 */
	byte @Nullable [] bytes() {
		ProtobufWriter buffer = this.buffer.get();
		return (buffer != null) ? buffer.toByteArray() : null;
	}

	/**
	 * Takes the buffer back, once nobody writes any more.
	 * @return the buffer, or {@code null} if somebody has it already
	 */
	@Nullable ProtobufWriter release() {
		return this.buffer.getAndSet(null);
	}

}
