// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.launch;

import java.lang.management.ManagementFactory;

/**
 * What the heap of this process holds.
 */
public final class UsedHeap {

	private static final int COLLECTIONS = 4;

	private UsedHeap() {
	}

	/**
	 * Collects the garbage and looks at what is left.
	 * @return bytes, the lowest of a few looks
	 */
	public static long afterCollection() {
		long used = Long.MAX_VALUE;
		for (int i = 0; i < COLLECTIONS; i++) {
			System.gc();
			used = Math.min(used, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
		}
		return used;
	}

}
