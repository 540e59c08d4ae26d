// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.application;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * One connection of a {@link Load}, which sends its next request when that is due and the
 * last one was answered.
 */
final class Lane implements AutoCloseable {

	private static final int INITIAL_CAPACITY = 4096;

	private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(30);

	private final HttpConnection connection;

	private double[] millis = new double[INITIAL_CAPACITY];

	private int answered;

	private long first;

	private long end;

	private double interval;

	private long since;

	private boolean waiting;

	private boolean done;

	Lane(HttpConnection connection) {
		this.connection = connection;
	}

	/**
	 * Sets what is to be sent.
	 * @param first when the first request is due
	 * @param end when nothing is due any more
	 * @param interval nanoseconds between two, or 0 for as many as there can be
	 */
	void begin(long first, long end, double interval) {
		this.first = first;
		this.end = end;
		this.interval = interval;
	}

	/**
	 * Sends or receives, if there is something to.
	 * @return whether there was
	 * @throws IOException if the connection breaks, or an answer is not 200 or late
	 */
	boolean advance() throws IOException {
		if (this.done) {
			return false;
		}
		long now = System.nanoTime();
		if (this.waiting) {
			return receive(now);
		}
		long due = (this.interval > 0) ? this.first + (long) (this.answered * this.interval) : now;
		if (now < due) {
			return false;
		}
		this.since = due;
		this.waiting = true;
		this.connection.send();
		return true;
	}

	private boolean receive(long now) throws IOException {
		if (!this.connection.receive()) {
			if (now - this.since > LONGEST_WAIT_NANOS) {
				throw new IOException("No answer for " + TimeUnit.NANOSECONDS.toSeconds(LONGEST_WAIT_NANOS) + " s");
			}
			return false;
		}
		if (this.answered == this.millis.length) {
			this.millis = Arrays.copyOf(this.millis, 2 * this.answered);
		}
		this.millis[this.answered++] = (now - this.since) / 1e6;
		this.waiting = false;
		long next = (this.interval > 0) ? this.first + (long) (this.answered * this.interval) : now;
		this.done = next >= this.end;
		return true;
	}

	boolean isDone() {
		return this.done;
	}

	// Milliseconds of each answer
	double[] times() {
		return Arrays.copyOf(this.millis, this.answered);
	}

	@Override
	public void close() {
		try {
			this.connection.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
