// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

import org.springframework.util.FileSystemUtils;

/**
 * An nginx of Debian's package before an application, with the package's settings and
 * what a test adds. It listens on a socket of the file system, so that it needs no port.
 * <p>
 * Without the package the tests are skipped by name, unless {@code CI=true}: there they
 * fail.
 */
final class NginxServer implements AutoCloseable {

	private final Path directory;

	private final Process process;

	private NginxServer(Path directory, Process process) {
		this.directory = directory;
		this.process = process;
	}

	/**
	 * Starts it.
	 * @param port of the application
	 * @param settings of the place that is passed on, besides {@code proxy_pass}
	 * @return the server, which answers
	 * @throws IOException when it does not start
	 */
	static NginxServer start(int port, String settings) throws IOException {
		Path binary = binary();
		if (binary == null) {
			String message = "nginx is missing: install Debian's package 'nginx-light' or 'nginx'";
			if ("true".equals(System.getenv("CI"))) {
				throw new AssertionError(message);
			}
			throw new TestAbortedException(message);
		}
		// Not below the target folder: the path of a socket has at most 107 characters
		Path directory = Files.createTempDirectory("nginx");
		Path config = Files.writeString(directory.resolve("nginx.conf"), configuration(directory, port, settings));
		Process process = new ProcessBuilder(binary.toString(), "-p", directory.toString(), "-c", config.toString())
			.redirectErrorStream(true)
			.redirectOutput(directory.resolve("log").toFile())
			.start();
		NginxServer server = new NginxServer(directory, process);
		Awaitility.await()
			.until(() -> !process.isAlive() || Files.exists(directory.resolve("pid")) && server.isListening());
		if (!process.isAlive()) {
			throw new IOException("nginx has ended: " + Files.readString(directory.resolve("log")));
		}
		return server;
	}

	private static String configuration(Path directory, int port, String settings) {
		return """
				daemon off;
				pid pid;
				error_log stderr;
				events {}
				http {
				  access_log off;
				  client_body_temp_path body;
				  proxy_temp_path proxy;
				  fastcgi_temp_path fastcgi;
				  uwsgi_temp_path uwsgi;
				  scgi_temp_path scgi;
				  server {
				    listen unix:%s;
				    location / {
				      %s
				      proxy_pass http://127.0.0.1:%d;
				    }
				  }
				}
				""".formatted(directory.resolve("socket"), settings, port);
	}

	private boolean isListening() {
		try (SocketChannel channel = connect()) {
			return channel.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

	private SocketChannel connect() throws IOException {
		SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
		channel.connect(UnixDomainSocketAddress.of(this.directory.resolve("socket")));
		return channel;
	}

	/**
	 * Asks for something, by the name of this machine.
	 * @param path what to ask for
	 * @param headers further lines, each with its end
	 * @return the status of the answer
	 * @throws IOException when there is none
	 */
	int get(String path, String headers) throws IOException {
		try (SocketChannel channel = connect()) {
			channel.write(ByteBuffer
				.wrap("GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s\r\n".formatted(path, headers)
					.getBytes(StandardCharsets.US_ASCII)));
			String answer = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
			return Integer.parseInt(answer.split(" ", 3)[1]);
		}
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			if (!this.process.waitFor(20, TimeUnit.SECONDS)) {
				this.process.destroyForcibly().waitFor();
			}
			FileSystemUtils.deleteRecursively(this.directory);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	// Debian has it where only the administrator looks
	private static @Nullable Path binary() {
		for (String folder : (System.getenv().getOrDefault("PATH", "") + ":/usr/sbin").split(":")) {
			Path binary = Path.of(folder, "nginx");
			if (Files.isExecutable(binary) && !Files.isDirectory(binary)) {
				return binary;
			}
		}
		return null;
	}

}
