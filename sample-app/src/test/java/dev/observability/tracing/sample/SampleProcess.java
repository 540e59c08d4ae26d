// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sample;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The sample in a process of its own, with the class path of its users and none of the
 * tests' classes. Ports are free ones, and known from what the process prints.
 */
final class SampleProcess implements AutoCloseable {

	/** Long, because a machine with more to do starts four of them at once. */
	private static final int SECONDS = 240;

	private static final Pattern STARTED = Pattern.compile("Tomcat started on port (\\d+)");

	private final Process process;

	private final List<String> lines = new ArrayList<>();

	private boolean ended;

	private SampleProcess(Process process) {
		this.process = process;
	}

	static SampleProcess start(List<String> args) {
		List<String> command = new ArrayList<>(
				List.of(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java", "-Xmx192m",
						"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", SampleApplication.class.getName()));
		command.addAll(args);
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		// What the machine sets must not decide
		builder.environment()
			.keySet()
			.removeIf((name) -> name.startsWith("OTEL_") || name.startsWith("OBSERVABILITY_")
					|| name.startsWith("SPRING_") || name.startsWith("JAVA_") || name.startsWith("JDK_"));
		builder.environment().put("CLASSPATH", classPath());
		try {
			SampleProcess process = new SampleProcess(builder.start());
			Thread reader = new Thread(process::read, "sample-output");
			reader.setDaemon(true);
			reader.start();
			return process;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String classPath() {
		return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !entry.endsWith("test-classes") && !entry.endsWith("-tests.jar")
					&& !new File(entry).getName().startsWith("grpc-"))
			.collect(Collectors.joining(File.pathSeparator));
	}

	private void read() {
		try (BufferedReader reader = this.process.inputReader()) {
			String line = reader.readLine();
			while (line != null) {
				add(line);
				line = reader.readLine();
			}
		}
		catch (IOException ex) {
			// ended while it was read
		}
		end();
	}

	private synchronized void add(String line) {
		this.lines.add(line);
		notifyAll();
	}

	private synchronized void end() {
		this.ended = true;
		notifyAll();
	}

	synchronized List<String> lines() {
		return List.copyOf(this.lines);
	}

	int awaitPort() {
		return Integer.parseInt(awaitLine(STARTED).group(1));
	}

	/**
	 * Blocks until a line contains the pattern.
	 * @param pattern what to wait for
	 * @return the match
	 * @throws AssertionError with the output, when the process ends before or takes too
	 * long
	 */
	synchronized Matcher awaitLine(Pattern pattern) {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
		int next = 0;
		while (true) {
			for (; next < this.lines.size(); next++) {
				Matcher matcher = pattern.matcher(this.lines.get(next));
				if (matcher.find()) {
					return matcher;
				}
			}
			long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
			if (this.ended || millis <= 0) {
				throw new AssertionError("No line '" + pattern + "' in\n" + String.join("\n", this.lines));
			}
			waitMillis(millis);
		}
	}

	private void waitMillis(long millis) {
		try {
			wait(millis);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError("Interrupted", ex);
		}
	}

	/**
	 * Blocks until the process and its output have ended.
	 * @return the exit code
	 */
	int awaitExit() {
		synchronized (this) {
			long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
			while (!this.ended) {
				long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
				if (millis <= 0) {
					throw new AssertionError("Still runs\n" + String.join("\n", this.lines));
				}
				waitMillis(millis);
			}
		}
		return this.process.onExit().join().exitValue();
	}

	ProcessHandle handle() {
		return this.process.toHandle();
	}

	/**
	 * Kills what is left, children first.
	 */
	@Override
	public void close() {
		this.process.descendants().forEach(ProcessHandle::destroyForcibly);
		this.process.destroyForcibly();
		this.process.onExit().join();
	}

}
