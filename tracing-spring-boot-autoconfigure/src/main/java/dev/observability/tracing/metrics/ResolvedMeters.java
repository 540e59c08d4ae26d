// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.noop.NoopMeter;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the meters of series, so that step 8 of a request need not build tags and
 * pass the registry's filters for a series that it has met. Any thread; a hit neither
 * locks nor allocates.
 * <p>
 * Bounded: when full, all is forgotten, and what is still in use is back after one
 * lookup. Meters that a filter denied are never kept, or a flood of denied series would
 * push out the others.
 *
 * @param <M> the kind of meter
 */
final class ResolvedMeters<M extends Meter> {

	/**
	 * After so long the registry is asked again, because a filter that is added late, or
	 * a meter that is removed while it is being looked up, tells nobody. One second: at
	 * one lookup per second and series the cost is not measurable.
	 */
	static final long KEPT_NANOS = 1_000_000_000L;

	private final Resolver<M> resolver;

	private final int maximum;

	private volatile Store<M> store = new Store<>();

	ResolvedMeters(Resolver<M> resolver, int maximum) {
		this.resolver = resolver;
		this.maximum = maximum;
	}

	/**
	 * Returns the meter of a series.
	 * @param name name of the observation
	 * @param detail what tells the meters of one observation apart
	 * @param keyValues key values of low cardinality; sorted, so that order is no matter
	 * @param now monotonic time in nanoseconds
	 * @return the meter; one that does nothing where a filter denies it
	 */
	M find(String name, String detail, KeyValues keyValues, long now) {
		Store<M> store = this.store;
		Map<KeyValues, Resolved<M>> series = store.series(name, detail);
		Resolved<M> resolved = (series != null) ? series.get(keyValues) : null;
		if (resolved != null && now - resolved.since() < KEPT_NANOS) {
			return resolved.meter();
		}
		M meter = this.resolver.resolve(name, detail, keyValues);
		if (resolved == null) {
			add(store, name, detail, keyValues, new Resolved<>(meter, now));
		}
		else if (series != null) {
			series.put(keyValues, new Resolved<>(meter, now));
		}
		return meter;
	}

	private void add(Store<M> store, String name, String detail, KeyValues keyValues, Resolved<M> resolved) {
		if (this.maximum == 0 || resolved.meter() instanceof NoopMeter) {
			return;
		}
		if (store.size.incrementAndGet() > this.maximum) {
			clear();
			return;
		}
		store.add(name, detail, keyValues, resolved);
	}

	/** Forgets all meters. */
	void clear() {
		this.store = new Store<>();
	}

	int size() {
		return this.store.size.get();
	}

	/**
	 * Asks the registry.
	 *
	 * @param <M> the kind of meter
	 */
	@FunctionalInterface
	interface Resolver<M extends Meter> {

		/**
		 * Finds or registers a meter.
		 * @param name name of the observation
		 * @param detail what tells the meters of one observation apart
		 * @param keyValues key values of low cardinality
		 * @return the meter
		 */
		M resolve(String name, String detail, KeyValues keyValues);

	}

	/**
	 * A meter and when it was asked for.
	 *
	 * @param meter the meter
	 * @param since monotonic time in nanoseconds
	 * @param <M> the kind of meter
	 */
	private record Resolved<M extends Meter>(M meter, long since) {

	}

	/** What is kept until it is full: maps in maps, so that no key has to be made. */
	private static final class Store<M extends Meter> {

		private final Map<String, Map<String, Map<KeyValues, Resolved<M>>>> names = new ConcurrentHashMap<>();

		private final AtomicInteger size = new AtomicInteger();

		@Nullable Map<KeyValues, Resolved<M>> series(String name, String detail) {
			Map<String, Map<KeyValues, Resolved<M>>> details = this.names.get(name);
			return (details != null) ? details.get(detail) : null;
		}

		void add(String name, String detail, KeyValues keyValues, Resolved<M> resolved) {
			this.names.computeIfAbsent(name, (key) -> new ConcurrentHashMap<>())
				.computeIfAbsent(detail, (key) -> new ConcurrentHashMap<>())
				.put(keyValues, resolved);
		}

	}

}
