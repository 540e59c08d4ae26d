// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

import org.jspecify.annotations.Nullable;

/**
 * Asks by an empty message, on a socket of its own, whether what answers at an endpoint
 * is HTTP. Once it was not, this stands before every further attempt: the JDK's client
 * leaves a socket open for each answer whose head it does not understand, up to JDK 25,
 * and a wrong port would take all files that a process may open. A sender's thread, for
 * not longer than an attempt.
 */
final class HttpProbe {

	private static final int MAX_HEAD_BYTES = 64 * 1024;

	private static final String END_OF_HEAD = "\r\n\r\n";

	private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] [1-9][0-9]{2}( .*)?");

	private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+:.*");

	private static final Pattern LENGTH = Pattern.compile("(?i)content-length:(?!\\s*[0-9]{1,18}\\s*$).*");

	private final URI endpoint;

	private final @Nullable SSLContext tls;

	private final Duration timeout;

	HttpProbe(URI endpoint, @Nullable SSLContext tls, Duration timeout) {
		this.endpoint = endpoint;
		this.tls = tls;
		this.timeout = timeout;
	}

	/**
	 * Asks.
	 * @param request whose headers are sent, too
	 * @throws ProtocolException if the answer is no HTTP
	 * @throws IOException if there is none
	 */
	void check(HttpRequest request) throws IOException {
		long end = System.nanoTime() + this.timeout.toNanos();
		try (Socket plain = new Socket()) {
			plain.connect(new InetSocketAddress(this.endpoint.getHost(), port()), millisUntil(end));
			plain.setSoTimeout(millisUntil(end));
			try (Socket socket = isTls() ? encrypt(plain) : plain) {
				socket.getOutputStream().write(head(request).getBytes(StandardCharsets.ISO_8859_1));
				socket.getOutputStream().flush();
				understand(read(socket, end));
			}
		}
	}

	private boolean isTls() {
		return "https".equalsIgnoreCase(this.endpoint.getScheme());
	}

	private int port() {
		int port = this.endpoint.getPort();
		return (port >= 0) ? port : isTls() ? 443 : 80;
	}

	private Socket encrypt(Socket plain) throws IOException {
		SSLSocketFactory factory = (this.tls != null) ? this.tls.getSocketFactory()
				: (SSLSocketFactory) SSLSocketFactory.getDefault();
		SSLSocket socket = (SSLSocket) factory.createSocket(plain, this.endpoint.getHost(), port(), true);
		SSLParameters parameters = socket.getSSLParameters();
		parameters.setEndpointIdentificationAlgorithm("HTTPS");
		socket.setSSLParameters(parameters);
		return socket;
	}

	private String head(HttpRequest request) {
		StringBuilder head = new StringBuilder("POST ").append(request.uri().getRawPath());
		if (request.uri().getRawQuery() != null) {
			head.append('?').append(request.uri().getRawQuery());
		}
		head.append(" HTTP/1.1\r\nHost: ").append(this.endpoint.getHost());
		if (this.endpoint.getPort() >= 0) {
			head.append(':').append(this.endpoint.getPort());
		}
		head.append("\r\nConnection: close\r\nContent-Length: 0\r\n");
		request.headers().map().forEach((name, values) -> {
			// An empty body is compressed by no means
			if (!name.equalsIgnoreCase("Content-Encoding")) {
				values.forEach((value) -> head.append(name).append(": ").append(value).append("\r\n"));
			}
		});
		return head.append("\r\n").toString();
	}

	// Up to the empty line, or to the end
	private static String read(Socket socket, long end) throws IOException {
		InputStream in = socket.getInputStream();
		ByteArrayOutputStream head = new ByteArrayOutputStream();
		byte[] buffer = new byte[1024];
		String text = "";
		while (!text.contains(END_OF_HEAD) && !isNonsense(text) && head.size() < MAX_HEAD_BYTES) {
			socket.setSoTimeout(millisUntil(end));
			int count = in.read(buffer);
			if (count < 0) {
				break;
			}
			head.write(buffer, 0, count);
			text = head.toString(StandardCharsets.ISO_8859_1);
		}
		return text;
	}

	// A first line that is whole tells, and who speaks another protocol may wait for more
	private static boolean isNonsense(String text) {
		int end = text.indexOf("\r\n");
		return end >= 0 && !STATUS_LINE.matcher(text.substring(0, end)).matches();
	}

	private static void understand(String answer) throws ProtocolException {
		int end = answer.indexOf(END_OF_HEAD);
		String[] lines = ((end >= 0) ? answer.substring(0, end) : answer).split("\r\n");
		boolean understood = end >= 0 && STATUS_LINE.matcher(lines[0]).matches();
		for (int i = 1; i < lines.length && understood; i++) {
			understood = HEADER.matcher(lines[i]).matches() && !LENGTH.matcher(lines[i]).matches();
		}
		if (!understood) {
			throw new ProtocolException("The answer is not HTTP");
		}
	}

	private static int millisUntil(long end) {
		return (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
	}

}
