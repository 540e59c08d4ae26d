// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server on loopback that answers what a test writes, byte by byte. Threads of its own,
 * which end with it.
 */
final class RawServer implements AutoCloseable {

	private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

	private final Set<Socket> open = ConcurrentHashMap.newKeySet();

	private final AtomicInteger accepted = new AtomicInteger();

	private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

	private final List<String> heads = new CopyOnWriteArrayList<>();

	private final List<byte[]> bodies = new CopyOnWriteArrayList<>();

	private volatile Conversation conversation;

	private RawServer(Conversation conversation) throws IOException {
		this.conversation = conversation;
	}

	/**
	 * Starts a server that speaks HTTP/1.1.
	 * @param answer writes an answer to each request
	 * @return a running server
	 */
	static RawServer http(Answer answer) {
		return start((server, input, output) -> server.converse(input, output, answer));
	}

	/**
	 * Starts a server.
	 * @param conversation what happens on a connection, which closes at its end
	 * @return a running server
	 */
	static RawServer start(Conversation conversation) {
		try {
			RawServer server = new RawServer(conversation);
			server.run(server::accept);
			return server;
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	// For connections from now on, and requests on those that are open
	void answer(Answer answer) {
		this.conversation = (server, input, output) -> server.converse(input, output, answer);
	}

	private void run(Task task) {
		Thread thread = new Thread(() -> {
			try {
				task.run();
			}
			catch (IOException ex) {
				// the client went, or the server closes
			}
		}, "raw-server");
		thread.setDaemon(true);
		this.threads.add(thread);
		thread.start();
	}

	private void accept() throws IOException {
		while (true) {
			Socket socket = this.server.accept();
			this.accepted.incrementAndGet();
			this.open.add(socket);
			run(() -> {
				try (socket) {
					this.conversation.hold(this, socket.getInputStream(), socket.getOutputStream());
				}
				finally {
					this.open.remove(socket);
				}
			});
		}
	}

	private void converse(InputStream input, OutputStream output, Answer answer) throws IOException {
		while (true) {
			String head = head(input);
			if (head.isEmpty()) {
				return;
			}
			this.bodies.add(input.readNBytes(contentLength(head)));
			this.heads.add(head);
			answer.write(output);
			output.flush();
		}
	}

	private static String head(InputStream input) throws IOException {
		ByteArrayOutputStream head = new ByteArrayOutputStream();
		while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
			int next = input.read();
			if (next < 0) {
				return "";
			}
			head.write(next);
		}
		return head.toString(StandardCharsets.ISO_8859_1);
	}

	private static int contentLength(String head) {
		return head.lines()
			.map((line) -> line.toLowerCase(Locale.ROOT))
			.filter((line) -> line.startsWith("content-length:"))
			.mapToInt((line) -> Integer.parseInt(line.substring(15).strip()))
			.findFirst()
			.orElse(0);
	}

	int port() {
		return this.server.getLocalPort();
	}

	String endpoint() {
		return "http://localhost:" + port() + "/v1/traces";
	}

	List<String> heads() {
		return this.heads;
	}

	List<byte[]> bodies() {
		return this.bodies;
	}

	int acceptedConnections() {
		return this.accepted.get();
	}

	int openConnections() {
		return this.open.size();
	}

	@Override
	public void close() {
		try {
			this.server.close();
			for (Socket socket : this.open) {
				socket.close();
			}
			for (Thread thread : this.threads) {
				thread.join();
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	static Answer text(String answer) {
		return (output) -> output.write(answer.getBytes(StandardCharsets.ISO_8859_1));
	}

	/**
	 * Answers a request.
	 */
	@FunctionalInterface
	interface Answer {

		void write(OutputStream output) throws IOException;

	}

	/**
	 * All of a connection.
	 */
	@FunctionalInterface
	interface Conversation {

		void hold(RawServer server, InputStream input, OutputStream output) throws IOException;

	}

	/**
	 * What a thread does.
	 */
	@FunctionalInterface
	private interface Task {

		void run() throws IOException;

	}

}
