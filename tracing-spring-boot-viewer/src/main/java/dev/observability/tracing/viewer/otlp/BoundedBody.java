// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.otlp;

import java.io.IOException;
import java.io.InputStream;

import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a request, inflated where it is compressed, and never more of it than
 * is allowed. The thread of the request.
 *
 * @since 0.1.0
 */
public final class BoundedBody extends InputStream {

	private final InputStream input;

	private final long limit;

	private final long reported;

	private long count;

	private BoundedBody(InputStream input, long limit, long reported) {
		this.input = input;
		this.limit = limit;
		this.reported = reported;
	}

	/**
	 * Wraps a body.
	 * @param body as it comes from the network
	 * @param encoding value of the header {@code Content-Encoding}, {@code null} without
	 * @param limit bytes at most, inflated
	 * @return throws {@link OtlpTooLargeException} where there are more bytes, and
	 * {@link OtlpFormatException} where what is compressed is broken
	 * @throws OtlpEncodingException where it is compressed in another way than gzip
	 */
	public static InputStream of(InputStream body, @Nullable String encoding, long limit) throws OtlpEncodingException {
		String name = (encoding != null) ? encoding.strip() : "";
		if (name.isEmpty() || name.equalsIgnoreCase("identity")) {
			return new BoundedBody(body, limit, limit);
		}
		if (name.equalsIgnoreCase("gzip") || name.equalsIgnoreCase("x-gzip")) {
			// What cannot be compressed becomes a little longer; but nobody may send
			// members that are empty without end
			BoundedBody compressed = new BoundedBody(body, limit + limit / 512 + 65_536, limit);
			return new BoundedBody(new GzipMembers(compressed), limit, limit);
		}
		throw new OtlpEncodingException();
	}

	@Override
	public int read() throws IOException {
		byte[] single = new byte[1];
		return (read(single, 0, 1) < 0) ? -1 : single[0] & 0xFF;
	}

	@Override
	public int read(byte[] target, int offset, int length) throws IOException {
		if (length == 0) {
			return 0;
		}
		if (this.count <= this.limit) {
			// One byte more tells a body that is too large from one that just fits
			int read = this.input.read(target, offset, (int) Math.min(length - 1, this.limit - this.count) + 1);
			this.count += Math.max(0, read);
			if (this.count <= this.limit) {
				return read;
			}
		}
		throw new OtlpTooLargeException(this.reported);
	}

	@Override
	public int available() throws IOException {
		return this.input.available();
	}

	@Override
	public void close() throws IOException {
		this.input.close();
	}

}
