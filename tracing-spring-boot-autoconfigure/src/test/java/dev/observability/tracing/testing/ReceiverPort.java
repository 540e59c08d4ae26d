// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * One port of an {@link OtlpReceiver}: a server, or what stands in for it on the same
 * port while connections are to be refused or reset. Guarded by the receiver.
 */
final class ReceiverPort implements AutoCloseable {

	private final ServerFactory servers;

	private final ReceiverBridge.Answers cut;

	private final int number;

	private Closeable occupant;

	/**
	 * Opens a free port.
	 * @param servers starts its server
	 * @param cut cuts an answer of its protocol
	 */
	ReceiverPort(ServerFactory servers, ReceiverBridge.Answers cut) throws IOException {
		this.servers = servers;
		this.cut = cut;
		Started started = servers.start(0, true);
		this.number = started.port();
		this.occupant = started.server();
	}

	int number() {
		return this.number;
	}

	/**
	 * Puts behind the port what a fault wants there.
	 * @param fault the fault
	 */
	void occupy(ReceiverFault fault) throws IOException {
		close();
		this.occupant = switch (fault) {
			case REFUSE -> refuse();
			case RESET -> new Breaker(this.number, false);
			case BAD_TLS -> new Breaker(this.number, true);
			case CUT -> ReceiverBridge.open(this.number, this.servers.start(0, false), this.cut);
			case DRIP -> ReceiverBridge.open(this.number, this.servers.start(0, false), ReceiverBridge::drip);
			default -> this.servers.start(this.number, true).server();
		};
	}

	/** A socket that is bound and does not listen refuses, and keeps the port ours. */
	private Closeable refuse() throws IOException {
		Socket socket = new Socket();
		socket.setReuseAddress(true);
		socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.number));
		return socket;
	}

	@Override
	public void close() {
		try {
			this.occupant.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Starts the server of a protocol.
	 */
	@FunctionalInterface
	interface ServerFactory {

		/**
		 * Starts a server.
		 * @param port where to listen, 0 for a free port
		 * @param storing whether it stores what it takes; otherwise its answers are long
		 * and will not arrive
		 * @return a running server
		 */
		Started start(int port, boolean storing) throws IOException;

	}

	/**
	 * A running server.
	 *
	 * @param port where it listens
	 * @param server what ends it, its connections and its threads
	 */
	record Started(int port, Closeable server) {
	}

	/**
	 * Accepts a connection, waits for its first bytes, and resets it or answers nonsense.
	 */
	private static final class Breaker implements Closeable, Runnable {

		private final ServerSocket server = new ServerSocket();

		private final Thread thread;

		private final boolean answering;

		private volatile @Nullable Socket current;

		Breaker(int port, boolean answering) throws IOException {
			this.answering = answering;
			this.server.setReuseAddress(true);
			this.server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
			this.thread = new Thread(this, "otlp-receiver-breaker");
			this.thread.setDaemon(true);
			this.thread.start();
		}

		@Override
		public void run() {
			while (!this.server.isClosed()) {
				try (Socket socket = this.server.accept()) {
					this.current = socket;
					if (this.answering) {
						// All of it, or the answer would be a reset
						socket.getInputStream().read(new byte[64 * 1024]);
						socket.getOutputStream().write("no such protocol here\r\n".getBytes(StandardCharsets.US_ASCII));
					}
					else {
						socket.setSoLinger(true, 0);
						socket.getInputStream().read();
					}
				}
				catch (IOException ex) {
					// the client went first, or the receiver closes
				}
			}
		}

		@Override
		public void close() throws IOException {
			this.server.close();
			Socket socket = this.current;
			if (socket != null) {
				socket.close();
			}
			try {
				this.thread.join();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

}
