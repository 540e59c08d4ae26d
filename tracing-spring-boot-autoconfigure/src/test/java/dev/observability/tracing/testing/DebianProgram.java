// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.opentest4j.TestAbortedException;

import org.springframework.util.FileSystemUtils;

/**
 * A program of a Debian package that runs for as long as a test needs it, with a
 * directory of its own that goes with it.
 * <p>
 * Without the package the tests are skipped by name, unless {@code CI=true}: there they
 * fail.
 */
public final class DebianProgram implements AutoCloseable {

	private static final int SECONDS_TO_END = 20;

	private final Path directory;

	private final Process process;

	private DebianProgram(Path directory, Process process) {
		this.directory = directory;
		this.process = process;
	}

	/**
	 * Looks for a program, also where only the administrator looks.
	 * @param name its name
	 * @param packages what to install where it is missing
	 * @return where it is
	 */
	public static Path find(String name, String packages) {
		for (String folder : (System.getenv().getOrDefault("PATH", "") + ":/usr/sbin").split(":")) {
			Path binary = Path.of(folder, name);
			if (Files.isExecutable(binary) && !Files.isDirectory(binary)) {
				return binary;
			}
		}
		throw missing("%s is missing: install Debian's package %s".formatted(name, packages));
	}

	/**
	 * Says that something is not installed that a test needs.
	 * @param message what, and how it comes here
	 * @return what skips the test
	 * @throws AssertionError with {@code CI=true}
	 */
	public static TestAbortedException missing(String message) {
		if ("true".equals(System.getenv("CI"))) {
			throw new AssertionError(message);
		}
		return new TestAbortedException(message);
	}

	/**
	 * Starts it.
	 * @param directory its own, deleted at its end; what it prints goes there, too
	 * @param binary the program
	 * @param arguments what it is started with
	 * @return the process
	 * @throws IOException when there is none
	 */
	public static DebianProgram start(Path directory, Path binary, String... arguments) throws IOException {
		List<String> command = new ArrayList<>(List.of(binary.toString()));
		command.addAll(List.of(arguments));
		return new DebianProgram(directory,
				new ProcessBuilder(command).redirectErrorStream(true)
					.redirectOutput(directory.resolve("log").toFile())
					.start());
	}

	/**
	 * Makes sure that it still runs.
	 * @throws IOException when it has ended, with what it printed
	 */
	public void requireAlive() throws IOException {
		if (!this.process.isAlive()) {
			throw new IOException("It has ended: " + Files.readString(this.directory.resolve("log")));
		}
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			if (!this.process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
				this.process.destroyForcibly().waitFor();
			}
			FileSystemUtils.deleteRecursively(this.directory);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
