// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.MessageWriter;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request: a copy, compressed or not, because the message is taken back
 * once an attempt is over, and clients let go of what they send only some time later.
 * Threads of a sender.
 */
final class OtlpBody extends ByteArrayOutputStream {

	/** One byte that says whether it is compressed, four of its length. */
	private static final int GRPC_PREFIX = 5;

	/** As many as a frame of HTTP/2 has. */
	private static final int PIECE = 16 * 1024;

	private OtlpBody(int capacity) {
		super(capacity);
	}

	/**
	 * Writes a message as HTTP has it.
	 * @param message the message
	 * @param compressor {@code null} for none
	 * @return the bytes
	 */
	static OtlpBody http(MessageWriter message, @Nullable Compressor compressor) throws IOException {
		return of(message, compressor, 0);
	}

	/**
	 * Writes a message as gRPC has it, behind its length.
	 * @param message the message
	 * @param compressor {@code null} for none
	 * @return the bytes
	 */
	static OtlpBody grpc(MessageWriter message, @Nullable Compressor compressor) throws IOException {
		OtlpBody body = of(message, compressor, GRPC_PREFIX);
		int length = body.count - GRPC_PREFIX;
		body.buf[0] = (byte) ((compressor != null) ? 1 : 0);
		for (int i = 1; i < GRPC_PREFIX; i++) {
			body.buf[i] = (byte) (length >>> Byte.SIZE * (GRPC_PREFIX - 1 - i));
		}
		return body;
	}

	private static OtlpBody of(MessageWriter message, @Nullable Compressor compressor, int room) throws IOException {
		// Spans shrink to about an eighth
		int expected = (compressor != null) ? message.getContentLength() / 8 + 1024 : message.getContentLength();
		OtlpBody body = new OtlpBody(room + Math.max(0, expected));
		body.count = room;
		if (compressor == null) {
			message.writeMessage(body);
			return body;
		}
		try (OutputStream compressed = compressor.compress(body)) {
			message.writeMessage(compressed);
		}
		return body;
	}

	/**
	 * The bytes for the JDK's client, in the pieces that it writes. Its own publisher
	 * copies them once more.
	 * @return a publisher for any number of subscribers
	 */
	HttpRequest.BodyPublisher publisher() {
		return new Publisher();
	}

	// Only the first size() of them count
	byte[] array() {
		return this.buf;
	}

	/** What the client asks for the bytes. */
	private final class Publisher implements HttpRequest.BodyPublisher {

		@Override
		public long contentLength() {
			return OtlpBody.this.count;
		}

		@Override
		public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
			subscriber.onSubscribe(new Pieces(subscriber));
		}

	}

	/**
	 * Hands out one piece after the other. Threads of the client, which asks for more
	 * while it is given some.
	 */
	private final class Pieces implements Flow.Subscription {

		private final Flow.Subscriber<? super ByteBuffer> subscriber;

		private int position;

		private boolean done;

		Pieces(Flow.Subscriber<? super ByteBuffer> subscriber) {
			this.subscriber = subscriber;
		}

		@Override
		public synchronized void request(long pieces) {
			for (long i = 0; i < pieces && this.position < OtlpBody.this.count && !this.done; i++) {
				int length = Math.min(PIECE, OtlpBody.this.count - this.position);
				ByteBuffer piece = ByteBuffer.wrap(OtlpBody.this.buf, this.position, length);
				this.position += length;
				this.subscriber.onNext(piece);
			}
			if (this.position == OtlpBody.this.count && !this.done) {
				this.done = true;
				this.subscriber.onComplete();
			}
		}

		@Override
		public synchronized void cancel() {
			this.done = true;
		}

	}

}
