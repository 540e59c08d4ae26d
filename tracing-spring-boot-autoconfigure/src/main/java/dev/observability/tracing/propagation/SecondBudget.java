// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * So many in each second and no more, for what callers may ask for. Any thread; does not
 * block.
 * <p>
 * Seconds are counted from its creation, so that twice as many fit into a second that
 * lies across two of them: with 10 per second at most 20.
 *
 * @since 0.1.0
 */
public final class SecondBudget {

	/** What the count of a second has room for. */
	public static final int MAX_PER_SECOND = 100_000;

	private static final int COUNT_BITS = 20;

	private static final long COUNT = (1L << COUNT_BITS) - 1;

	private static final long NANOS_PER_SECOND = 1_000_000_000;

	private final int perSecond;

	private final LongSupplier nanoTime;

	private final long startNanos;

	/** The second in the upper bits, how many were taken in it in the lower ones. */
	private final AtomicLong taken = new AtomicLong();

	/**
	 * Creates a budget.
	 * @param perSecond how many, 0 to {@value #MAX_PER_SECOND}
	 * @param nanoTime a clock such as {@link System#nanoTime()}
	 */
	public SecondBudget(int perSecond, LongSupplier nanoTime) {
		this.perSecond = perSecond;
		this.nanoTime = nanoTime;
		this.startNanos = nanoTime.getAsLong();
	}

	/**
	 * Takes one.
	 * @return whether there was one left
	 */
	public boolean take() {
		long second = (this.nanoTime.getAsLong() - this.startNanos) / NANOS_PER_SECOND;
		while (true) {
			long before = this.taken.get();
			// A thread that read the clock earlier counts in the later second
			long now = Math.max(second, before >>> COUNT_BITS);
			long count = (before >>> COUNT_BITS == now) ? before & COUNT : 0;
			if (count >= this.perSecond) {
				return false;
			}
			if (this.taken.compareAndSet(before, now << COUNT_BITS | count + 1)) {
				return true;
			}
		}
	}

}
