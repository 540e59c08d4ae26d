// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.application.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;

/**
 * What this process has used so far: CPU time of all of it and of the request threads,
 * bytes allocated, resident memory. A thread that ends takes with it what it used since
 * the last look, which is why the request threads are kept alive. The asking thread is
 * left out of the bytes.
 */
final class Counters {

	private static final String REQUEST_THREADS = "http-nio-";

	private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

	private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private final CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();

	private final Map<Long, Long> cpuNanosByThread = new HashMap<>();

	private final Map<Long, Long> bytesByThread = new HashMap<>();

	private long requestNanos;

	private long bytes;

	/**
	 * One line of numbers.
	 * @return nanoseconds of the process, nanoseconds of the request threads, bytes
	 * allocated, kilobytes resident, milliseconds that the compiler has worked
	 */
	String line() {
		long processNanos = this.system.getProcessCpuTime();
		long[] ids = this.threads.getAllThreadIds();
		long[] allocated = this.threads.getThreadAllocatedBytes(ids);
		ThreadInfo[] infos = this.threads.getThreadInfo(ids);
		for (int i = 0; i < ids.length; i++) {
			if (ids[i] == Thread.currentThread().getId() || infos[i] == null) {
				continue;
			}
			this.bytes += increase(this.bytesByThread, ids[i], allocated[i]);
			String name = infos[i].getThreadName();
			if (name.startsWith(REQUEST_THREADS) && name.contains("-exec-")) {
				this.requestNanos += increase(this.cpuNanosByThread, ids[i], this.threads.getThreadCpuTime(ids[i]));
			}
		}
		return processNanos + " " + this.requestNanos + " " + this.bytes + " " + residentKilobytes() + " "
				+ this.compiler.getTotalCompilationTime();
	}

	private static long increase(Map<Long, Long> before, long thread, long now) {
		Long last = before.put(thread, now);
		return Math.max(0, now - ((last != null) ? last : 0));
	}

	private static long residentKilobytes() {
		try {
			return Files.readAllLines(Path.of("/proc/self/status"))
				.stream()
				.filter((line) -> line.startsWith("VmRSS:"))
				.mapToLong((line) -> Long.parseLong(line.replaceAll("[^0-9]", "")))
				.findFirst()
				.orElse(0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
