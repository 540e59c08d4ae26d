// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.diagnostics;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Looks at ports, however many ask and however often: one after the other on one thread,
 * each at most once in ten seconds. Step 11; who asks waits for at most five seconds and
 * goes by what is known then.
 */
final class PortProbes {

	/** No more than a person needs, and no load for a collector that has trouble. */
	static final Duration INTERVAL = Duration.ofSeconds(10);

	/** A look-up of a name may take longer and cannot be ended. */
	private static final Duration MAX_WAIT = Duration.ofSeconds(5);

	private static final int MAX_ADDRESSES = 16;

	private final Function<CollectorAddress, PortReport> probe;

	private final LongSupplier nanoTime;

	private final Map<CollectorAddress, Known> known = new ConcurrentHashMap<>();

	private CompletableFuture<Void> running = CompletableFuture.completedFuture(null);

	PortProbes(Function<CollectorAddress, PortReport> probe, LongSupplier nanoTime) {
		this.probe = probe;
		this.nanoTime = nanoTime;
	}

	/**
	 * Asks ports.
	 * @param addresses which
	 * @return what is known of them, nothing of those that have not answered in time
	 */
	Map<CollectorAddress, PortReport> ask(Collection<CollectorAddress> addresses) {
		await(start(addresses.stream().distinct().limit(MAX_ADDRESSES).toList()));
		Map<CollectorAddress, PortReport> reports = new HashMap<>();
		for (CollectorAddress address : addresses) {
			Known known = this.known.get(address);
			if (known != null) {
				reports.put(address, known.report());
			}
		}
		return reports;
	}

	private synchronized CompletableFuture<Void> start(List<CollectorAddress> addresses) {
		if (!this.running.isDone()) {
			return this.running;
		}
		// Those of exporters that are gone
		this.known.keySet().removeIf((address) -> isDue(address) && !addresses.contains(address));
		List<CollectorAddress> due = addresses.stream().filter(this::isDue).toList();
		if (!due.isEmpty()) {
			this.running = CompletableFuture.runAsync(() -> due.forEach(this::look), PortProbes::onThread);
		}
		return this.running;
	}

	private boolean isDue(CollectorAddress address) {
		Known known = this.known.get(address);
		return known == null || this.nanoTime.getAsLong() - known.atNanos() >= INTERVAL.toNanos();
	}

	private void look(CollectorAddress address) {
		this.known.put(address, new Known(this.probe.apply(address), this.nanoTime.getAsLong()));
	}

	private static void onThread(Runnable task) {
		Thread thread = new Thread(task, "tracing-doctor");
		thread.setDaemon(true);
		thread.start();
	}

	private static void await(CompletableFuture<Void> run) {
		try {
			run.get(MAX_WAIT.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (TimeoutException | ExecutionException ex) {
			// What is known by now has to do
		}
	}

	/**
	 * What a port said.
	 *
	 * @param report what
	 * @param atNanos when
	 */
	private record Known(PortReport report, long atNanos) {

	}

}
