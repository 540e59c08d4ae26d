// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.application;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * One kept-alive connection that sends the same request again and again, as cheaply as
 * can be, and never waits. Understands bodies with a length and chunked ones.
 */
final class HttpConnection implements AutoCloseable {

	private static final byte[] HEAD_END = ascii("\r\n\r\n");

	private static final byte[] LAST_CHUNK = ascii("0\r\n\r\n");

	private static final byte[] OK = ascii("HTTP/1.1 200");

	private static final byte[] LENGTH = ascii("\ncontent-length: ");

	private final SocketChannel channel;

	private final ByteBuffer request;

	private final byte[] buffer = new byte[64 * 1024];

	private final ByteBuffer free = ByteBuffer.wrap(this.buffer);

	HttpConnection(int port, String path) throws IOException {
		this.channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
		this.channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
		this.channel.configureBlocking(false);
		this.request = ByteBuffer.wrap(ascii(
				"GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUser-Agent: benchmark\r\n" + "Accept: */*\r\n\r\n"));
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

	/**
	 * Sends the request. The answer to the one before must be complete.
	 * @throws IOException if the connection breaks
	 */
	void send() throws IOException {
		this.free.clear();
		this.request.rewind();
		while (this.request.hasRemaining()) {
			this.channel.write(this.request);
		}
	}

	/**
	 * Reads what is there of the answer.
	 * @return whether it is complete
	 * @throws IOException if the connection breaks or the status is not 200
	 */
	boolean receive() throws IOException {
		int count = this.channel.read(this.free);
		if (count < 0 || !this.free.hasRemaining()) {
			throw new EOFException("The answer ended early or is longer than " + this.buffer.length + " bytes");
		}
		int filled = this.free.position();
		int head = (count > 0) ? indexOf(HEAD_END, 0, filled) : -1;
		if (head < 0) {
			return false;
		}
		if (!startsWith(OK, 0)) {
			throw new IOException(
					"Status must be 200 but was: " + new String(this.buffer, 0, filled, StandardCharsets.ISO_8859_1));
		}
		int length = length(head);
		return (length >= 0) ? filled >= head + HEAD_END.length + length
				: startsWith(LAST_CHUNK, filled - LAST_CHUNK.length);
	}

	private int length(int head) {
		int start = indexOf(LENGTH, 0, head);
		if (start < 0) {
			return -1;
		}
		int result = 0;
		for (int i = start + LENGTH.length; this.buffer[i] >= '0' && this.buffer[i] <= '9'; i++) {
			result = result * 10 + this.buffer[i] - '0';
		}
		return result;
	}

	private int indexOf(byte[] text, int from, int to) {
		for (int i = from; i <= to - text.length; i++) {
			if (startsWith(text, i)) {
				return i;
			}
		}
		return -1;
	}

	// Without regard to case, which for signs other than letters makes no difference here
	private boolean startsWith(byte[] text, int at) {
		for (int i = 0; i < text.length; i++) {
			byte actual = this.buffer[at + i];
			boolean capital = actual >= 'A' && actual <= 'Z' && text[i] >= 'a';
			if ((capital ? actual + 32 : actual) != text[i]) {
				return false;
			}
		}
		return true;
	}

	@Override
	public void close() throws IOException {
		this.channel.close();
	}

}
