// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.jdbc;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Remembers what was found out about an SQL text. Step 6 of a request; any thread, never
 * blocks.
 * <p>
 * Shape: two generations of half the bound each. When the young one is full it becomes
 * the old one, and what is used again moves back; so the texts in use stay, at the cost
 * of one lookup. Texts much longer than what a span keeps are not remembered, lest a few
 * scripts fill the heap.
 */
final class QueryCache {

	/** A text may be this many times longer than what a span keeps of it. */
	private static final int LENGTH_FACTOR = 4;

	private final int generationSize;

	private final int maxLength;

	private final Function<String, TracedQuery> analyzer;

	private final LongAdder misses = new LongAdder();

	private volatile ConcurrentHashMap<String, TracedQuery> young = new ConcurrentHashMap<>();

	private volatile ConcurrentHashMap<String, TracedQuery> old = new ConcurrentHashMap<>();

	QueryCache(int size, int maxQueryLength, Function<String, TracedQuery> analyzer) {
		this.generationSize = (size + 1) / 2;
		this.maxLength = maxQueryLength * LENGTH_FACTOR;
		this.analyzer = analyzer;
	}

	TracedQuery get(String sql) {
		TracedQuery query = this.young.get(sql);
		return (query != null) ? query : find(sql);
	}

	long misses() {
		return this.misses.sum();
	}

	int size() {
		return this.young.size() + this.old.size();
	}

	private TracedQuery find(String sql) {
		TracedQuery query = this.old.get(sql);
		if (query == null) {
			this.misses.increment();
			query = this.analyzer.apply(sql);
		}
		if (this.generationSize > 0 && sql.length() <= this.maxLength) {
			remember(sql, query);
		}
		return query;
	}

	private void remember(String sql, TracedQuery query) {
		ConcurrentHashMap<String, TracedQuery> generation = this.young;
		@Nullable TracedQuery previous = generation.put(sql, query);
		// Two threads that turn over at once lose remembered texts, nothing else
		if (previous == null && generation.mappingCount() >= this.generationSize && generation == this.young) {
			this.old = generation;
			this.young = new ConcurrentHashMap<>();
		}
	}

}
