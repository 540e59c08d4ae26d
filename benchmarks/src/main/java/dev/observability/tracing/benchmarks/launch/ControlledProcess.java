// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.launch;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A process that is asked line by line. What else it prints goes to a file. It ends when
 * it is closed, and with this process in any case.
 */
public final class ControlledProcess implements AutoCloseable {

	private static final String END = "end of output";

	private final Process process;

	private final Path log;

	private final BufferedWriter writer;

	private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

	private final Thread hook;

	/**
	 * Starts it.
	 * @param command program and arguments
	 * @param log where its output goes
	 * @throws IOException if it cannot be started
	 */
	public ControlledProcess(List<String> command, Path log) throws IOException {
		this.log = log;
		this.process = new ProcessBuilder(command).redirectErrorStream(true).start();
		this.hook = new Thread(this.process::destroyForcibly);
		Runtime.getRuntime().addShutdownHook(this.hook);
		this.writer = this.process.outputWriter(StandardCharsets.UTF_8);
		Thread reader = new Thread(this::read, "output of " + log.getFileName());
		reader.setDaemon(true);
		reader.start();
	}

	private void read() {
		try (BufferedReader reader = this.process.inputReader(StandardCharsets.UTF_8);
				BufferedWriter file = Files.newBufferedWriter(this.log)) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				if (line.startsWith(Control.PREFIX)) {
					this.answers.add(line.substring(Control.PREFIX.length()));
				}
				else {
					file.write(line);
					file.newLine();
					file.flush();
				}
			}
		}
		catch (IOException ex) {
			// It was ended
		}
		this.answers.add(END);
	}

	/**
	 * Waits for what it says by itself.
	 * @param seconds how long at most
	 * @return the line
	 */
	public String listen(int seconds) {
		try {
			String answer = this.answers.poll(seconds, TimeUnit.SECONDS);
			if (answer == null || answer.equals(END)) {
				throw new IllegalStateException("Process " + this.process.pid() + " "
						+ ((answer != null) ? "ended" : "does not answer") + ", see " + this.log);
			}
			return answer;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	public String ask(String question) {
		try {
			this.writer.write(question);
			this.writer.newLine();
			this.writer.flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Process " + this.process.pid() + " is gone, see " + this.log, ex);
		}
		return listen(60);
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			if (!this.process.waitFor(10, TimeUnit.SECONDS)) {
				this.process.destroyForcibly().waitFor();
			}
			Runtime.getRuntime().removeShutdownHook(this.hook);
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
		catch (IllegalStateException ex) {
			// This process is ending, and the hook does its part
		}
	}

}
