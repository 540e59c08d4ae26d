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

import dev.observability.tracing.testing.DebianProgram;
import org.awaitility.Awaitility;

/**
 * An nginx of Debian's package before an application, with the package's settings and
 * what a test adds. It listens on a socket of the file system, so that it needs no port.
 */
final class NginxServer implements AutoCloseable {

	private final Path directory;

	private final DebianProgram program;

	private NginxServer(Path directory, DebianProgram program) {
		this.directory = directory;
		this.program = program;
	}

	/**
	 * Starts it.
	 * @param port of the application
	 * @param settings of the place that is passed on, besides {@code proxy_pass}
	 * @return the server, which answers
	 * @throws IOException when it does not start
	 */
	static NginxServer start(int port, String settings) throws IOException {
		Path binary = DebianProgram.find("nginx", "'nginx-light' or 'nginx'");
		// Not below the target folder: the path of a socket has at most 107 characters
		Path directory = Files.createTempDirectory("nginx");
		Path config = Files.writeString(directory.resolve("nginx.conf"), configuration(directory, port, settings));
		NginxServer server = new NginxServer(directory,
				DebianProgram.start(directory, binary, "-p", directory.toString(), "-c", config.toString()));
		boolean listening = false;
		try {
			Awaitility.await().until(server::isListening);
			listening = true;
			return server;
		}
		finally {
			if (!listening) {
				server.close();
			}
		}
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

	private boolean isListening() throws IOException {
		this.program.requireAlive();
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
		this.program.close();
	}

}
