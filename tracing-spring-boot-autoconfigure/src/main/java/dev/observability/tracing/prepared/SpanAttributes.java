// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.prepared;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of one span: those that were prepared and the few that it got itself.
 * Step 6 of a request; guarded by its span until that has ended, unchanged afterwards.
 *
 * @since 0.1.0
 */
public final class SpanAttributes implements Attributes {

	private static final int INITIAL_ADDED = 4;

	/** Found one by one; with more of them a map is quicker. */
	private static final int MAX_ADDED = 16;

	private final PreparedAttributes prepared;

	/** Keys at even places, their values behind them. */
	private @Nullable Object[] added = new Object[2 * INITIAL_ADDED];

	private int size;

	private int replaced;

	SpanAttributes(PreparedAttributes prepared) {
		this.prepared = prepared;
	}

	/**
	 * Adds or replaces one that is not prepared.
	 * @param key its key
	 * @param value of the type of the key
	 * @return whether there was a place for it; otherwise nothing changed
	 */
	boolean put(AttributeKey<?> key, Object value) {
		if (!(value instanceof String) && !isNumber(value)) {
			return false;
		}
		int index = indexOf(key);
		if (index < 0) {
			if (this.size == MAX_ADDED || this.prepared.contains(key)) {
				return false;
			}
			index = 2 * this.size++;
			if (index == this.added.length) {
				this.added = Arrays.copyOf(this.added, 2 * index);
			}
			this.added[index] = key;
		}
		else {
			this.replaced++;
		}
		this.added[index + 1] = value;
		return true;
	}

	// How often one took the place of another, which the SDK counts as one more
	int replaced() {
		return this.replaced;
	}

	static boolean isNumber(Object value) {
		return value instanceof Long || value instanceof Double || value instanceof Boolean;
	}

	private int indexOf(AttributeKey<?> key) {
		for (int i = 0; i < 2 * this.size; i += 2) {
			if (key.equals(this.added[i])) {
				return i;
			}
		}
		return -1;
	}

	/**
	 * Returns those that many spans share.
	 * @return the same instance for all of these spans
	 */
	public PreparedAttributes prepared() {
		return this.prepared;
	}

	/**
	 * Calls for each that the span got itself.
	 * @param consumer takes key and value
	 */
	public void forEachAdded(BiConsumer<? super AttributeKey<?>, ? super Object> consumer) {
		for (int i = 0; i < 2 * this.size; i += 2) {
			AttributeKey<?> key = (AttributeKey<?>) this.added[i];
			Object value = this.added[i + 1];
			if (key != null && value != null) {
				consumer.accept(key, value);
			}
		}
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> @Nullable T get(AttributeKey<T> key) {
		int index = indexOf(key);
		return (index >= 0) ? (T) this.added[index + 1] : this.prepared.get(key);
	}

	@Override
	public void forEach(BiConsumer<? super AttributeKey<?>, ? super Object> consumer) {
		this.prepared.forEach(consumer);
		forEachAdded(consumer);
	}

	@Override
	public int size() {
		return this.prepared.size() + this.size;
	}

	@Override
	public boolean isEmpty() {
		return size() == 0;
	}

	@Override
	public Map<AttributeKey<?>, Object> asMap() {
		Map<AttributeKey<?>, Object> map = new LinkedHashMap<>();
		forEach(map::put);
		return Collections.unmodifiableMap(map);
	}

	@Override
	public AttributesBuilder toBuilder() {
		return Attributes.builder().putAll(this);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof SpanAttributes attributes && asMap().equals(attributes.asMap());
	}

	@Override
	public int hashCode() {
		return asMap().hashCode();
	}

	@Override
	public String toString() {
		return asMap().toString();
	}

}
