// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.application;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

import dev.observability.tracing.benchmarks.statistics.Samples;

/**
 * What was sent in a slice of time, and how long the answers took.
 *
 * @param requests all answered with 200
 * @param seconds from the first to the last
 * @param millis of each answer; at a pace counted from when it was due, so that a server
 * that stalls is not spared
 */
record Load(int requests, double seconds, double[] millis) {

	private static final int CONNECTIONS = 8;

	private static final int INITIAL_CAPACITY = 4096;

	// Each connection as fast as it can
	static Load saturating(int port, String path, Duration duration) {
		return run(port, path, duration, 0);
	}

	// So many requests per second, whatever the answers take
	static Load paced(int port, String path, Duration duration, double perSecond) {
		return run(port, path, duration, perSecond);
	}

	private static Load run(int port, String path, Duration duration, double perSecond) {
		ExecutorService executor = Executors.newFixedThreadPool(CONNECTIONS);
		try {
			long start = System.nanoTime();
			List<Future<double[]>> parts = new ArrayList<>();
			for (int i = 0; i < CONNECTIONS; i++) {
				double interval = (perSecond > 0) ? CONNECTIONS * 1e9 / perSecond : 0;
				long first = start + (long) (interval * i / CONNECTIONS);
				parts.add(executor.submit(connection(port, path, first, start + duration.toNanos(), interval)));
			}
			List<double[]> lists = new ArrayList<>();
			for (Future<double[]> part : parts) {
				lists.add(part.get());
			}
			double seconds = (System.nanoTime() - start) / 1e9;
			double[] all = lists.stream().flatMapToDouble(Arrays::stream).toArray();
			return new Load(all.length, seconds, all);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("Requests failed: " + ex.getCause(), ex);
		}
		finally {
			executor.shutdownNow();
		}
	}

	private static Callable<double[]> connection(int port, String path, long first, long end, double interval) {
		return () -> {
			try (HttpConnection connection = new HttpConnection(port, path)) {
				return (interval > 0) ? paced(connection, first, end, interval) : saturate(connection, end);
			}
		};
	}

	private static double[] saturate(HttpConnection connection, long end) throws IOException {
		double[] times = new double[INITIAL_CAPACITY];
		int count = 0;
		for (long now = System.nanoTime(); now < end;) {
			connection.exchange();
			long then = System.nanoTime();
			times = (count < times.length) ? times : Arrays.copyOf(times, 2 * count);
			times[count++] = (then - now) / 1e6;
			now = then;
		}
		return Arrays.copyOf(times, count);
	}

	private static double[] paced(HttpConnection connection, long first, long end, double interval) throws IOException {
		double[] times = new double[(int) ((end - first) / interval) + 1];
		int count = 0;
		while (count < times.length) {
			long due = first + (long) (count * interval);
			for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
				LockSupport.parkNanos(wait);
			}
			connection.exchange();
			times[count++] = (System.nanoTime() - due) / 1e6;
		}
		return times;
	}

	double perSecond() {
		return this.requests / this.seconds;
	}

	double quantile(double share) {
		return Samples.quantile(this.millis, share);
	}

}
