// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives the measured process a processor of its own by {@code taskset}, and another to
 * what loads it, where there are two.
 */
public enum Pinning {

	/** Everything runs where the system puts it. */
	NONE,

	/** Measured processes on processor 0, all others on 1. */
	SEPARATE;

	private static final Path TASKSET = Path.of("/usr/bin/taskset");

	public static Pinning best() {
		return (Files.isExecutable(TASKSET) && Runtime.getRuntime().availableProcessors() >= 2) ? SEPARATE : NONE;
	}

	public List<String> measured(List<String> command) {
		return pin("0", command);
	}

	public List<String> loading(List<String> command) {
		return pin("1", command);
	}

	private List<String> pin(String processor, List<String> command) {
		if (this == NONE) {
			return command;
		}
		List<String> pinned = new ArrayList<>(List.of(TASKSET.toString(), "-c", processor));
		pinned.addAll(command);
		return pinned;
	}

	/** Moves this process with all its threads to where the load is. */
	public void pinThisProcess() {
		if (this == NONE) {
			return;
		}
		String pid = Long.toString(ProcessHandle.current().pid());
		try {
			new ProcessBuilder(TASKSET.toString(), "-a", "-c", "-p", "1", pid)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start()
				.waitFor();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
