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

	private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(10);

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
	 * Waits until nothing has arrived for some time, and so many spans before.
	 * @param port of a variant
	 * @param target number of spans since the start, waited for ten seconds at most
	 * @param quietMillis the time without any
	 * @return the number of spans since the start
	 */
	long settle(int port, long target, long quietMillis) {
		long start = System.nanoTime();
		long since = start;
		long count = count(port);
		while (true) {
			LockSupport.parkNanos(POLL_NANOS);
			long now = System.nanoTime();
			long next = count(port);
			since = (next != count) ? now : since;
			count = next;
			boolean quiet = now - since >= TimeUnit.MILLISECONDS.toNanos(quietMillis);
			boolean late = now - start >= LONGEST_WAIT_NANOS;
			if (late || quiet && count >= target) {
				return count;
			}
		}
	}

	long settle(int port, long quietMillis) {
		return settle(port, 0, quietMillis);
	}

	@Override
	public void close() {
		this.process.close();
	}

}
