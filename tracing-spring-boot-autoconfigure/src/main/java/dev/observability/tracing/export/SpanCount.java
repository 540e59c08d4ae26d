// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongUpDownCounter;
import io.opentelemetry.context.Context;

/**
 * One counter of {@link SpanCounts}. The SDK gives each kind of span an instance of
 * attributes of its own, always the same, of which there are nine at most: finding it is
 * a few comparisons of references. Step 3 of a request, request thread, without blocking.
 */
final class SpanCount implements LongCounter, LongUpDownCounter {

	/** More would be another SDK's, and are counted together. */
	private static final int MAX_KINDS = 32;

	private volatile Kind[] kinds = {};

	@Override
	public boolean isEnabled() {
		return true;
	}

	@Override
	public void add(long value) {
		add(value, Attributes.empty());
	}

	@Override
	public void add(long value, Attributes attributes, Context context) {
		add(value, attributes);
	}

	@Override
	public void add(long value, Attributes attributes) {
		for (Kind kind : this.kinds) {
			if (kind.attributes == attributes) {
				kind.spans.add(value);
				return;
			}
		}
		find(attributes).spans.add(value);
	}

	private synchronized Kind find(Attributes attributes) {
		Kind[] kinds = this.kinds;
		for (Kind kind : kinds) {
			if (kind.attributes.equals(attributes)) {
				return kind;
			}
		}
		if (kinds.length == MAX_KINDS) {
			return kinds[MAX_KINDS - 1];
		}
		Kind added = new Kind(attributes, new LongAdder());
		Kind[] more = Arrays.copyOf(kinds, kinds.length + 1);
		more[kinds.length] = added;
		this.kinds = more;
		return added;
	}

	/**
	 * Adds up.
	 * @param kinds which attributes count
	 * @return the sum
	 */
	long sum(Predicate<Attributes> kinds) {
		long sum = 0;
		for (Kind kind : this.kinds) {
			if (kinds.test(kind.attributes)) {
				sum += kind.spans.sum();
			}
		}
		return sum;
	}

	/**
	 * Spans that have the same attributes.
	 *
	 * @param attributes of the SDK
	 * @param spans how many
	 */
	private record Kind(Attributes attributes, LongAdder spans) {

	}

}
