// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.observability.tracing.testing.DebianProgram;
import org.opentest4j.TestAbortedException;

/**
 * A PostgreSQL server of Debian's package on a free port of the loopback, for as long as
 * a test class runs.
 * <p>
 * PostgreSQL refuses to run as root and then runs as the user {@code postgres}.
 */
final class PostgresServer implements AutoCloseable {

	private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

	private final Path directory;

	private final Path binaries;

	private final int port;

	private PostgresServer(Path directory, Path binaries, int port) {
		this.directory = directory;
		this.binaries = binaries;
		this.port = port;
	}

	static PostgresServer start() throws IOException {
		Path binaries = binaries();
		Path directory = Files.createTempDirectory("postgres-test");
		PostgresServer server = new PostgresServer(directory, binaries, freePort());
		try {
			if (isRoot()) {
				server.run("chown", "postgres", directory.toString());
			}
			server.runAsUser("initdb", "-D", server.data(), "-U", "test", "-A", "trust", "--no-sync", "-E", "UTF8");
			// -w waits until connections are accepted
			server.runAsUser("pg_ctl", "-D", server.data(), "-l", directory.resolve("log").toString(), "-w", "-t", "60",
					"-o", "-p " + server.port + " -h 127.0.0.1 -k " + directory + " -F", "start");
			return server;
		}
		catch (RuntimeException | Error ex) {
			server.close();
			throw ex;
		}
	}

	int port() {
		return this.port;
	}

	String url() {
		return "jdbc:postgresql://127.0.0.1:" + this.port + "/postgres?user=test&currentSchema=public";
	}

	@Override
	public void close() {
		try {
			runAsUser("pg_ctl", "-D", data(), "-m", "immediate", "-w", "stop");
		}
		catch (IllegalStateException ex) {
			// It did not start
		}
		try (Stream<Path> files = Files.walk(this.directory)) {
			for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
				Files.deleteIfExists(file);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private String data() {
		return this.directory.resolve("data").toString();
	}

	private void runAsUser(String binary, String... arguments) {
		List<String> command = new ArrayList<>();
		if (isRoot()) {
			command.addAll(List.of("runuser", "-u", "postgres", "--"));
		}
		command.add(this.binaries.resolve(binary).toString());
		command.addAll(List.of(arguments));
		run(command.toArray(String[]::new));
	}

	private void run(String... command) {
		try {
			Path output = Files.createTempFile("postgres-test", ".out");
			Process process = new ProcessBuilder(command).directory(this.directory.toFile())
				.redirectErrorStream(true)
				.redirectOutput(output.toFile())
				.start();
			boolean done = process.waitFor(90, TimeUnit.SECONDS);
			String text = Files.readString(output);
			Files.delete(output);
			if (!done || process.exitValue() != 0) {
				process.destroyForcibly();
				throw new IllegalStateException(String.join(" ", command) + " failed: " + text);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private static Path binaries() throws IOException {
		if (!Files.isDirectory(DEBIAN)) {
			throw missing();
		}
		try (Stream<Path> versions = Files.list(DEBIAN)) {
			return versions.map((version) -> version.resolve("bin"))
				.filter((bin) -> Files.isExecutable(bin.resolve("initdb")))
				.max(Comparator.naturalOrder())
				.orElseThrow(PostgresServer::missing);
		}
	}

	private static TestAbortedException missing() {
		return DebianProgram.missing("PostgreSQL is missing: install Debian's package 'postgresql'");
	}

	private static boolean isRoot() {
		return "root".equals(System.getProperty("user.name"));
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

}
