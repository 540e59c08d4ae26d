// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Answers the commands of a Redis client as Redis would: {@code LPUSH} with an error that
 * begins with its code, all others with {@code OK}.
 */
final class FakeRedis implements AutoCloseable {

	private final ServerSocket server;

	FakeRedis() {
		try {
			this.server = new ServerSocket(0, 50, InetAddress.getByName("localhost"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	int port() {
		return this.server.getLocalPort();
	}

	void start() {
		daemon(() -> {
			while (!this.server.isClosed()) {
				Socket client = this.server.accept();
				daemon(() -> answer(client));
			}
		});
	}

	private static void daemon(Work work) {
		Thread thread = new Thread(() -> {
			try {
				work.run();
			}
			catch (IOException ex) {
				// Closed
			}
		}, "redis");
		thread.setDaemon(true);
		thread.start();
	}

	private static void answer(Socket client) throws IOException {
		try (client;
				BufferedReader reader = new BufferedReader(
						new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				int words = Integer.parseInt(line.substring(1));
				String command = "";
				for (int i = 0; i < words; i++) {
					reader.readLine();
					String word = reader.readLine();
					command = (i == 0) ? word : command;
				}
				String answer = "LPUSH".equals(command) ? "-WRONGTYPE Operation against '4111'\r\n" : "+OK\r\n";
				client.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
				client.getOutputStream().flush();
			}
		}
	}

	@Override
	public void close() {
		try {
			this.server.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private interface Work {

		void run() throws IOException;

	}

}
