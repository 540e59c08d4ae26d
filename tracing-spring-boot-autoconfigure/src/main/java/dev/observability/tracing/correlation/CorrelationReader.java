// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.correlation;

import java.util.Iterator;
import java.util.concurrent.atomic.LongAdder;

import dev.observability.tracing.redaction.Redactor;
import io.opentelemetry.context.propagation.TextMapGetter;
import org.jspecify.annotations.Nullable;

/**
 * Finds the correlation id among the headers that a caller sent, and counts what is no id
 * by the reason. Step 2 of a request, on any thread; neither blocks nor logs.
 * <p>
 * The header's own lines come first, then those of the further names in their order, and
 * the first valid value wins. What comes after it is not looked at.
 */
final class CorrelationReader {

	private final String[] names;

	private final String[] jmsNames;

	private final Redactor redactor;

	private final LongAdder[] refused;

	private final LongAdder failed = new LongAdder();

	CorrelationReader(CorrelationProperties properties, Redactor redactor) {
		this.redactor = redactor;
		this.names = properties.readHeaders().toArray(String[]::new);
		this.jmsNames = properties.readHeaders().stream().map(JmsMessages::propertyName).toArray(String[]::new);
		this.refused = new LongAdder[CorrelationRefusal.values().length];
		for (int i = 0; i < this.refused.length; i++) {
			this.refused[i] = new LongAdder();
		}
	}

	/**
	 * Reads and counts.
	 * @param carrier what holds the headers
	 * @param getter how to get at them
	 * @param <C> type of the carrier
	 * @return the id, or {@code null} where none was sent that is valid
	 */
	<C> @Nullable String read(C carrier, TextMapGetter<C> getter) {
		return read(carrier, getter, JmsMessages.isReceived(carrier) ? this.jmsNames : this.names, true);
	}

	/**
	 * Reads what was counted already.
	 * @param carrier what holds the headers
	 * @param getter how to get at them
	 * @param <C> type of the carrier
	 * @return the id, or {@code null} where none was sent that is valid
	 */
	<C> @Nullable String readAgain(C carrier, TextMapGetter<C> getter) {
		return read(carrier, getter, this.names, false);
	}

	private <C> @Nullable String read(C carrier, TextMapGetter<C> getter, String[] names, boolean count) {
		for (String name : names) {
			String first = getter.get(carrier, name);
			if (first == null) {
				continue;
			}
			// The usual case, without an iterator
			if (CorrelationRefusal.of(first, this.redactor) == null) {
				return first;
			}
			String id = firstValid(getter.getAll(carrier, name), count);
			if (id != null) {
				return id;
			}
		}
		return null;
	}

	private @Nullable String firstValid(Iterator<String> values, boolean count) {
		while (values.hasNext()) {
			String value = values.next();
			CorrelationRefusal refusal = CorrelationRefusal.of(value, this.redactor);
			if (refusal == null) {
				return value;
			}
			if (count) {
				this.refused[refusal.ordinal()].increment();
			}
		}
		return null;
	}

	/** Counts a carrier that did not give or take the id. */
	void countFailure() {
		this.failed.increment();
	}

	/**
	 * Returns how often a carrier did not give or take the id.
	 * @return their number
	 */
	long failed() {
		return this.failed.sum();
	}

	/**
	 * Returns how many values were refused so far.
	 * @param refusal the reason
	 * @return their number
	 */
	long refused(CorrelationRefusal refusal) {
		return this.refused[refusal.ordinal()].sum();
	}

}
