// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.zip.GZIPInputStream;

import org.jspecify.annotations.Nullable;

/**
 * Takes the body of an answer up to a bound, and leaves the rest: an answer of OTLP has a
 * few bytes, and a server that sends more, or never stops, must not fill the memory.
 * Threads of the JDK's client.
 */
final class BoundedAnswer implements BodySubscriber<byte[]> {

	private final CompletableFuture<byte[]> body = new CompletableFuture<>();

	private byte[] bytes = new byte[128];

	private int size;

	private final int maxBytes;

	private Flow.@Nullable Subscription subscription;

	BoundedAnswer(int maxBytes) {
		this.maxBytes = maxBytes;
	}

	@Override
	public CompletionStage<byte[]> getBody() {
		return this.body;
	}

	@Override
	public void onSubscribe(Flow.Subscription subscription) {
		this.subscription = subscription;
		subscription.request(Long.MAX_VALUE);
	}

	@Override
	public void onNext(List<ByteBuffer> buffers) {
		for (ByteBuffer buffer : buffers) {
			int taken = Math.min(buffer.remaining(), this.maxBytes - this.size);
			if (taken > this.bytes.length - this.size) {
				this.bytes = Arrays.copyOf(this.bytes, Math.min(this.maxBytes, 2 * (this.size + taken)));
			}
			buffer.get(this.bytes, this.size, taken);
			this.size += taken;
			if (buffer.hasRemaining() && this.subscription != null) {
				this.subscription.cancel();
				onComplete();
				return;
			}
		}
	}

	@Override
	public void onError(Throwable failure) {
		this.body.completeExceptionally(failure);
	}

	@Override
	public void onComplete() {
		this.body.complete(Arrays.copyOf(this.bytes, this.size));
	}

	/**
	 * Reads a stream up to a bound.
	 * @param stream of an answer
	 * @param maxBytes more is left unread
	 * @return what was read
	 */
	static byte[] read(InputStream stream, int maxBytes) throws IOException {
		return stream.readNBytes(maxBytes);
	}

	/**
	 * Undoes gzip, up to a bound.
	 * @param zipped the body of an answer
	 * @param maxBytes more is left zipped
	 * @return {@code null} where it is not gzip, or broken
	 */
	static byte @Nullable [] unzip(byte[] zipped, int maxBytes) {
		try (InputStream unzipped = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
			return read(unzipped, maxBytes);
		}
		catch (IOException ex) {
			return null;
		}
	}

}
