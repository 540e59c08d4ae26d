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

import org.jspecify.annotations.Nullable;

/**
 * One port of an {@link OtlpReceiver}: a server, or what stands in for it on the same
 * port while connections are to be refused or reset. Guarded by the receiver.
 */
final class ReceiverPort implements AutoCloseable {

	private final ServerFactory servers;

	private final int number;

	private Closeable occupant;

	ReceiverPort(ServerFactory servers) throws IOException {
		this.servers = servers;
		Started started = servers.start(0);
		this.number = started.port();
		this.occupant = started.server();
	}

	int number() {
		return this.number;
	}

	void serve() throws IOException {
		close();
		this.occupant = this.servers.start(this.number).server();
	}

	/** A socket that is bound and does not listen refuses, and keeps the port ours. */
	void refuse() throws IOException {
		close();
		Socket socket = new Socket();
		socket.setReuseAddress(true);
		socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.number));
		this.occupant = socket;
	}

	void reset() throws IOException {
		close();
		this.occupant = new Resetter(this.number);
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

		Started start(int port) throws IOException;

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
	 * Accepts a connection, waits for its first byte and resets it.
	 */
	private static final class Resetter implements Closeable, Runnable {

		private final ServerSocket server = new ServerSocket();

		private final Thread thread;

		private volatile @Nullable Socket current;

		Resetter(int port) throws IOException {
			this.server.setReuseAddress(true);
			this.server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
			this.thread = new Thread(this, "otlp-receiver-reset");
			this.thread.setDaemon(true);
			this.thread.start();
		}

		@Override
		public void run() {
			while (!this.server.isClosed()) {
				try (Socket socket = this.server.accept()) {
					this.current = socket;
					socket.setSoLinger(true, 0);
					socket.getInputStream().read();
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
