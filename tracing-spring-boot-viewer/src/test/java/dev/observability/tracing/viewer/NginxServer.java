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
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

import dev.observability.tracing.testing.DebianProgram;
import org.awaitility.Awaitility;

/**
 * An nginx of Debian's package before an application, with the configuration that the
 * package brings and a site as an administrator adds one. Only where it writes is another
 * place, so that anybody may start it beside one that runs already. It listens on a
 * socket of the file system, so that it needs no port.
 */
final class NginxServer implements AutoCloseable {

	private static final Path SHIPPED = Path.of("/etc/nginx/nginx.conf");

	/** Places of the package, and those below the directory of a test instead. */
	private static final Map<String, String> PLACES = Map.of("/run/nginx.pid", "nginx.pid", "/var/log/nginx/", "",
			"/etc/nginx/conf.d/", "conf.d/", "/etc/nginx/sites-enabled/", "sites-enabled/");

	/** What is compiled in of that kind. */
	private static final String FILES = """
			client_body_temp_path %1$s/body;
			proxy_temp_path %1$s/proxy;
			fastcgi_temp_path %1$s/fastcgi;
			uwsgi_temp_path %1$s/uwsgi;
			scgi_temp_path %1$s/scgi;
			""";

	private static final String SITE = """
			server {
				listen unix:%s/socket;
				location / {
					%s
					proxy_pass http://127.0.0.1:%d;
				}
			}
			""";

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
		// Not below the target folder: the path of a socket has at most 107 characters.
		// Whoever serves is another user when the administrator starts it
		Path directory = Files.createTempDirectory("nginx",
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
		Path configuration = Files.writeString(directory.resolve("nginx.conf"), shipped(directory));
		Files.writeString(Files.createDirectory(directory.resolve("conf.d")).resolve("files.conf"),
				FILES.formatted(directory));
		Files.writeString(Files.createDirectory(directory.resolve("sites-enabled")).resolve("application"),
				SITE.formatted(directory, settings, port));
		NginxServer server = new NginxServer(directory,
				DebianProgram.start(directory, binary, "-c", configuration.toString(), "-g", "daemon off;"));
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

	private static String shipped(Path directory) throws IOException {
		if (!Files.isReadable(SHIPPED)) {
			throw DebianProgram.missing(SHIPPED + " is missing: install Debian's package 'nginx-common'");
		}
		String text = Files.readString(SHIPPED);
		for (Map.Entry<String, String> place : PLACES.entrySet()) {
			if (!text.contains(place.getKey())) {
				throw new IllegalStateException(SHIPPED + " does not say " + place.getKey());
			}
			text = text.replace(place.getKey(), directory + "/" + place.getValue());
		}
		return text;
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
	 * @return the answer, from its status line on
	 * @throws IOException when there is none
	 */
	String get(String path, String headers) throws IOException {
		try (SocketChannel channel = connect()) {
			channel.write(ByteBuffer
				.wrap("GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s\r\n".formatted(path, headers)
					.getBytes(StandardCharsets.US_ASCII)));
			return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	@Override
	public void close() {
		this.program.close();
	}

}
