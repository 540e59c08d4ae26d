// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.testing;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between a port of an {@link OtlpReceiver} and its server, and spoils the answers
 * on their way. Threads of its own, which end when it is closed.
 */
final class ReceiverBridge implements Closeable {

	/** Bytes of a message that still pass when it is cut. */
	private static final int PASSING = 4;

	private static final int FRAME_HEADER = 9;

	private static final int DATA_FRAME = 0;

	private final ServerSocket server = new ServerSocket();

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

	private final ReceiverPort.Started backend;

	private final Answers answers;

	private volatile boolean closed;

	private ReceiverBridge(int port, ReceiverPort.Started backend, Answers answers) throws IOException {
		this.backend = backend;
		this.answers = answers;
		this.server.setReuseAddress(true);
		this.server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
	}

	/**
	 * Opens a bridge.
	 * @param port where clients connect to
	 * @param backend the server, which ends with the bridge
	 * @param answers what happens to its answers
	 * @return an open bridge
	 */
	static ReceiverBridge open(int port, ReceiverPort.Started backend, Answers answers) throws IOException {
		ReceiverBridge bridge = new ReceiverBridge(port, backend, answers);
		bridge.run(bridge::accept);
		return bridge;
	}

	private void run(Task task) {
		Thread thread = new Thread(() -> {
			try {
				task.run();
			}
			catch (IOException ex) {
				// one end went, or the bridge closes
			}
		}, "otlp-receiver-bridge");
		thread.setDaemon(true);
		this.threads.add(thread);
		thread.start();
	}

	private void accept() throws IOException {
		while (!this.closed) {
			Socket client = keep(this.server.accept());
			Socket backend = keep(new Socket(InetAddress.getLoopbackAddress(), this.backend.port()));
			run(() -> {
				try (client; backend) {
					client.getInputStream().transferTo(backend.getOutputStream());
				}
			});
			run(() -> {
				try (client; backend) {
					this.answers.pass(this, backend.getInputStream(), client.getOutputStream());
				}
			});
		}
	}

	private Socket keep(Socket socket) throws IOException {
		this.sockets.add(socket);
		if (this.closed) {
			socket.close();
		}
		return socket;
	}

	/**
	 * Lets the header of an answer of HTTP/1.1 pass and a few bytes more.
	 * @param input from the server
	 * @param output to the client
	 */
	void cutHttp(InputStream input, OutputStream output) throws IOException {
		int ends = 0;
		int next = input.read();
		while (next >= 0 && ends < 4) {
			output.write(next);
			ends = (next == '\r' || next == '\n') ? ends + 1 : 0;
			next = input.read();
		}
		for (int i = 0; next >= 0 && i < PASSING; i++) {
			output.write(next);
			next = input.read();
		}
	}

	/**
	 * Lets all frames of HTTP/2 pass before the first with a part of a message, and a few
	 * bytes of that.
	 * @param input from the server
	 * @param output to the client
	 */
	void cutHttp2(InputStream input, OutputStream output) throws IOException {
		DataInputStream frames = new DataInputStream(input);
		byte[] header = new byte[FRAME_HEADER];
		while (true) {
			frames.readFully(header);
			int length = (header[0] & 0xFF) << 16 | (header[1] & 0xFF) << 8 | header[2] & 0xFF;
			boolean data = (header[3] == DATA_FRAME && length > PASSING);
			output.write(header);
			output.write(frames.readNBytes(data ? PASSING : length));
			if (data) {
				return;
			}
		}
	}

	/**
	 * Lets a byte pass now and then.
	 * @param input from the server
	 * @param output to the client
	 */
	void drip(InputStream input, OutputStream output) throws IOException {
		int next = input.read();
		while (next >= 0 && !pause()) {
			output.write(next);
			next = input.read();
		}
	}

	private synchronized boolean pause() {
		long end = System.nanoTime() + 50_000_000;
		try {
			while (!this.closed && System.nanoTime() < end) {
				wait(50);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return true;
		}
		return this.closed;
	}

	@Override
	public void close() throws IOException {
		synchronized (this) {
			this.closed = true;
			notifyAll();
		}
		this.server.close();
		for (Socket socket : this.sockets) {
			socket.close();
		}
		this.backend.server().close();
		try {
			for (Thread thread : this.threads) {
				thread.join();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * What happens to the answers of a connection.
	 */
	@FunctionalInterface
	interface Answers {

		void pass(ReceiverBridge bridge, InputStream input, OutputStream output) throws IOException;

	}

	/**
	 * What a thread does.
	 */
	@FunctionalInterface
	private interface Task {

		void run() throws IOException;

	}

}
