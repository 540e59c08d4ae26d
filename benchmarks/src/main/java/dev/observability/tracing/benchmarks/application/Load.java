// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.application;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.observability.tracing.benchmarks.statistics.Samples;

/**
 * What was sent in a slice of time, and how long the answers took. One thread has all
 * connections and never sleeps: a server that has to wake whom it answers pays for that,
 * the more the longer it took.
 *
 * @param requests all answered with 200
 * @param seconds from the first to the last
 * @param millis of each answer; at a pace counted from when it was due, so that a server
 * that stalls is not spared
 */
record Load(int requests, double seconds, double[] millis) {

	private static final int CONNECTIONS = 8;

	// Each connection as fast as it can
	static Load saturating(int port, String path, Duration duration) {
		return run(port, path, duration, 0);
	}

	// So many requests per second, whatever the answers take
	static Load paced(int port, String path, Duration duration, double perSecond) {
		return run(port, path, duration, perSecond);
	}

	private static Load run(int port, String path, Duration duration, double perSecond) {
		List<Lane> lanes = new ArrayList<>();
		try {
			for (int i = 0; i < CONNECTIONS; i++) {
				lanes.add(new Lane(new HttpConnection(port, path)));
			}
			long start = System.nanoTime();
			for (int i = 0; i < CONNECTIONS; i++) {
				double interval = (perSecond > 0) ? CONNECTIONS * 1e9 / perSecond : 0;
				lanes.get(i).begin(start + (long) (interval * i / CONNECTIONS), start + duration.toNanos(), interval);
			}
			while (advance(lanes)) {
				// Whoever else needs this processor had it
			}
			double seconds = (System.nanoTime() - start) / 1e9;
			double[] all = lanes.stream().flatMapToDouble((lane) -> Arrays.stream(lane.times())).toArray();
			return new Load(all.length, seconds, all);
		}
		catch (IOException ex) {
			throw new IllegalStateException("Requests failed: " + ex, ex);
		}
		finally {
			lanes.forEach(Lane::close);
		}
	}

	private static boolean advance(List<Lane> lanes) throws IOException {
		boolean moved = false;
		boolean working = false;
		for (Lane lane : lanes) {
			moved |= lane.advance();
			working |= !lane.isDone();
		}
		if (!moved) {
			Thread.yield();
		}
		return working;
	}

	double perSecond() {
		return this.requests / this.seconds;
	}

	double quantile(double share) {
		return Samples.quantile(this.millis, share);
	}

}
