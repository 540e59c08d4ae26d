// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.application;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * One kept-alive connection that sends the same request again and again, as cheaply as
 * can be. Understands bodies with a length and chunked ones.
 */
final class HttpConnection implements AutoCloseable {

	private static final byte[] HEAD_END = ascii("\r\n\r\n");

	private static final byte[] LAST_CHUNK = ascii("0\r\n\r\n");

	private static final byte[] OK = ascii("HTTP/1.1 200");

	private static final byte[] LENGTH = ascii("\ncontent-length: ");

	private static final int READ_TIMEOUT_MILLIS = 30_000;

	private final Socket socket;

	private final InputStream input;

	private final OutputStream output;

	private final byte[] request;

	private final byte[] buffer = new byte[64 * 1024];

	private int filled;

	HttpConnection(int port, String path) throws IOException {
		this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
		this.socket.setTcpNoDelay(true);
		this.socket.setSoTimeout(READ_TIMEOUT_MILLIS);
		this.input = this.socket.getInputStream();
		this.output = this.socket.getOutputStream();
		this.request = ascii(
				"GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUser-Agent: benchmark\r\n" + "Accept: */*\r\n\r\n");
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

	/**
	 * Sends the request and reads the answer to its end.
	 * @throws IOException if the connection breaks or the status is not 200
	 */
	void exchange() throws IOException {
		this.output.write(this.request);
		this.filled = 0;
		int head;
		do {
			fill();
			head = indexOf(HEAD_END, 0, this.filled);
		}
		while (head < 0);
		if (!startsWith(OK, 0)) {
			throw new IOException("Status must be 200 but was: "
					+ new String(this.buffer, 0, this.filled, StandardCharsets.ISO_8859_1));
		}
		int body = head + HEAD_END.length;
		int length = length(head);
		while ((length >= 0) ? this.filled < body + length : !endsWithLastChunk()) {
			fill();
		}
	}

	private void fill() throws IOException {
		int count = this.input.read(this.buffer, this.filled, this.buffer.length - this.filled);
		if (count <= 0) {
			throw new EOFException("The answer ended early or is longer than " + this.buffer.length + " bytes");
		}
		this.filled += count;
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

	private boolean endsWithLastChunk() {
		return startsWith(LAST_CHUNK, this.filled - LAST_CHUNK.length);
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
		this.socket.close();
	}

}
