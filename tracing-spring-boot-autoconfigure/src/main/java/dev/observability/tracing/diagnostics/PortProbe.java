// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.diagnostics;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.IntUnaryOperator;

import dev.observability.tracing.diagnostics.PortReport.Language;
import dev.observability.tracing.diagnostics.PortReport.State;
import org.jspecify.annotations.Nullable;

/**
 * Asks a port what it speaks: connects, says hello in TLS, HTTP/2 and HTTP/1.1, and hangs
 * up. Nothing of the application is sent, no header, no credential, no client
 * certificate; what the port answers is not kept. Thread of {@link PortProbes}; never
 * throws, each step ends within the timeout.
 */
final class PortProbe {

	/** RFC 9113, section 3.4, and an empty SETTINGS frame. */
	private static final byte[] HTTP_2_PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0"
		.getBytes(StandardCharsets.US_ASCII);

	private static final int SETTINGS = 4;

	private static final int FRAME_HEADER = 9;

	/** A name that stands for several machines is tried as often. */
	private static final int MAX_ADDRESSES = 3;

	private final int timeoutMillis;

	private final IntUnaryOperator sibling;

	private final TlsHello tls = new TlsHello();

	/**
	 * Creates it.
	 * @param timeout of each step
	 * @param sibling the other standard port for one of the two, else zero
	 */
	PortProbe(Duration timeout, IntUnaryOperator sibling) {
		this.timeoutMillis = (int) timeout.toMillis();
		this.sibling = sibling;
	}

	PortReport probe(CollectorAddress address) {
		State state = state(address.plainHost(), address.port());
		if (state != State.OPEN) {
			int other = (state == State.REFUSED) ? this.sibling.applyAsInt(address.port()) : 0;
			boolean open = other != 0 && state(address.plainHost(), other) == State.OPEN;
			return PortReport.closed(state, open ? other : 0);
		}
		TlsReport tls = tls(address);
		Set<Language> languages = EnumSet.noneOf(Language.class);
		for (Language language : Language.values()) {
			if (speaks(address, language, tls != null)) {
				languages.add(language);
			}
		}
		return new PortReport(State.OPEN, languages, tls, 0);
	}

	private State state(String host, int port) {
		try (Socket socket = connect(host, port)) {
			return socket.isConnected() ? State.OPEN : State.NO_ANSWER;
		}
		catch (UnknownHostException ex) {
			return State.UNKNOWN_HOST;
		}
		catch (ConnectException ex) {
			return State.REFUSED;
		}
		catch (IOException | RuntimeException ex) {
			return State.NO_ANSWER;
		}
	}

	private Socket connect(String host, int port) throws IOException {
		InetAddress[] addresses = InetAddress.getAllByName(host);
		IOException last = new UnknownHostException();
		for (int i = 0; i < Math.min(addresses.length, MAX_ADDRESSES); i++) {
			Socket socket = new Socket();
			try {
				socket.connect(new InetSocketAddress(addresses[i], port), this.timeoutMillis);
				socket.setSoTimeout(this.timeoutMillis);
				return socket;
			}
			catch (IOException ex) {
				socket.close();
				last = ex;
			}
		}
		throw last;
	}

	private @Nullable TlsReport tls(CollectorAddress address) {
		try (Socket socket = connect(address.plainHost(), address.port())) {
			return this.tls.report(socket, address.plainHost());
		}
		catch (IOException | RuntimeException ex) {
			return null;
		}
	}

	private boolean speaks(CollectorAddress address, Language language, boolean tls) {
		try (Socket plain = connect(address.plainHost(), address.port());
				Socket socket = tls ? this.tls.open(plain, address.plainHost(), language) : plain) {
			return (language == Language.HTTP_2) ? answersPreface(socket) : answersRequest(socket, address);
		}
		catch (IOException | RuntimeException ex) {
			return false;
		}
	}

	private static boolean answersPreface(Socket socket) throws IOException {
		socket.getOutputStream().write(HTTP_2_PREFACE);
		byte[] header = socket.getInputStream().readNBytes(FRAME_HEADER);
		return header.length == FRAME_HEADER && header[3] == SETTINGS && header[0] == 0;
	}

	private static boolean answersRequest(Socket socket, CollectorAddress address) throws IOException {
		String request = "GET / HTTP/1.1\r\nHost: " + address + "\r\nConnection: close\r\n\r\n";
		socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
		byte[] answer = socket.getInputStream().readNBytes("HTTP/1".length());
		return "HTTP/1".equals(new String(answer, StandardCharsets.US_ASCII));
	}

}
