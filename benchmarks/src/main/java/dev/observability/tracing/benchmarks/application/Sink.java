// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.application;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import dev.observability.tracing.benchmarks.launch.ClassPath;
import dev.observability.tracing.benchmarks.launch.ControlledProcess;
import dev.observability.tracing.benchmarks.launch.JavaCommand;

/**
 * The running {@link SpanSink}.
 */
final class Sink implements AutoCloseable {

	private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

	private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(20);

	private final ControlledProcess process;

	private Sink(ControlledProcess process) {
		this.process = process;
	}

	static Sink start(Settings settings) throws IOException {
		List<String> command = JavaCommand.of(
				List.of("-Xmx128m", "-XX:+UseSerialGC", "-Dsun.net.httpserver.nodelay=true"),
				ClassPath.join(List.of(ClassPath.entryOf(SpanSink.class))), SpanSink.class, List.of());
		return new Sink(new ControlledProcess(settings.pinning().loading(command), settings.file("sink.log")));
	}

	int open() {
		return Integer.parseInt(this.process.ask("open"));
	}

	long count(int port) {
		return Long.parseLong(this.process.ask("count " + port));
	}

	// Names of spans since the last call, each with its number
	List<String> names(int port) {
		String names = this.process.ask("names " + port);
		return names.isEmpty() ? List.of() : List.of(names.split("\\|"));
	}

	/**
	 * Waits until nothing has arrived for some time.
	 * @param port of a variant
	 * @param quiet that time
	 * @param unit of the time
	 * @return the number of spans so far
	 */
	long settle(int port, long quiet, TimeUnit unit) {
		long start = System.nanoTime();
		long last = count(port);
		long since = start;
		for (long now = start; now - since < unit.toNanos(quiet) && now - start < LONGEST_WAIT_NANOS;) {
			LockSupport.parkNanos(POLL_NANOS);
			now = System.nanoTime();
			long count = count(port);
			since = (count != last) ? now : since;
			last = count;
		}
		return last;
	}

	@Override
	public void close() {
		this.process.close();
	}

}
