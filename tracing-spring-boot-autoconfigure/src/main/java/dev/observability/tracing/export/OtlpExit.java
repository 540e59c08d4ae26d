// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.Collection;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

/**
 * Sends by the sender of one of the SDK's OTLP exporters, with all that was configured
 * there, but masks and encodes each span in one go. The SDK's exporter looks at all spans
 * of a batch twice, after redaction has, and each time they have left the caches of the
 * processor.
 */
final class OtlpExit implements ExportExit {

	/** A buffer that once held more is not kept. */
	private static final int MAX_KEPT_BYTES = 8 * 1024 * 1024;

	private final OtlpSender sender;

	private final SpanRedaction redaction;

	/** More than one are in use only while a collector is slow to answer. */
	private final AtomicReference<@Nullable ProtobufWriter> spare = new AtomicReference<>();

	OtlpExit(OtlpSender sender, SpanRedaction redaction) {
		this.sender = sender;
		this.redaction = redaction;
	}

	@Override
	public Iterator<ExportPart> parts(Collection<SpanData> spans) {
		return new Parts(new SpanGroups(spans));
	}

	private ProtobufWriter buffer() {
		ProtobufWriter spare = this.spare.getAndSet(null);
		return (spare != null) ? spare : new ProtobufWriter();
	}

	private void keep(@Nullable ProtobufWriter buffer) {
		if (buffer != null && buffer.capacity() <= MAX_KEPT_BYTES) {
			buffer.size(0);
			this.spare.set(buffer);
		}
	}

	@Override
	public CompletableResultCode shutdown() {
		return this.sender.shutdown();
	}

	@Override
	public String toString() {
		return this.redaction + " > " + ExportStage.ENCODE;
	}

	/** The messages of a batch, nearly always one. */
	private final class Parts implements Iterator<ExportPart> {

		private final SpanGroups spans;

		private boolean started;

		Parts(SpanGroups spans) {
			this.spans = spans;
		}

		@Override
		public boolean hasNext() {
			// A batch of none is a message, too
			return !this.started || this.spans.hasNext();
		}

		@Override
		public ExportPart next() {
			if (!hasNext()) {
				throw new NoSuchElementException();
			}
			this.started = true;
			ProtobufWriter buffer = buffer();
			int size = new SpanEncoder(buffer, OtlpExit.this.redaction).encode(this.spans);
			return new Part(new OtlpMessage(buffer), size);
		}

	}

	/** One message. */
	private final class Part implements ExportPart {

		private final OtlpMessage message;

		private final int size;

		Part(OtlpMessage message, int size) {
			this.message = message;
			this.size = size;
		}

		@Override
		public int size() {
			return this.size;
		}

		@Override
		public CompletableFuture<SendOutcome> send() {
			CompletableFuture<SendOutcome> outcome = new CompletableFuture<>();
			OtlpExit.this.sender.send(this.message, outcome::complete);
			return outcome;
		}

		@Override
		public byte @Nullable [] encoded() {
			return this.message.bytes();
		}

		@Override
		public void close(boolean idle) {
			ProtobufWriter buffer = this.message.release();
			// A sender may still be writing it
			if (idle) {
				keep(buffer);
			}
		}

	}

}
