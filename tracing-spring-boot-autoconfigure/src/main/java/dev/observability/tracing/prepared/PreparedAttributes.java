// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.prepared;

import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Attributes that many spans begin with, and what an exporter makes of them once for all
 * of these. Made and read on any thread.
 *
 * @since 0.1.0
 */
public final class PreparedAttributes implements Attributes {

	private final Attributes attributes;

	private final Map<AttributeKey<?>, Object> map;

	private final int longestText;

	private volatile @Nullable Object form;

	private PreparedAttributes(Attributes attributes) {
		this.attributes = attributes;
		this.map = Map.copyOf(attributes.asMap());
		// What is not a text or a number is cut by other rules
		this.longestText = this.map.values()
			.stream()
			.mapToInt((value) -> (value instanceof String text) ? text.length()
					: SpanAttributes.isNumber(value) ? 0 : Integer.MAX_VALUE)
			.max()
			.orElse(0);
	}

	/**
	 * Prepares attributes.
	 * @param attributes any
	 * @return the same, to be shared by spans
	 */
	public static PreparedAttributes of(Attributes attributes) {
		return new PreparedAttributes(attributes);
	}

	/**
	 * Returns what was made of these attributes, and makes it the first time. Threads
	 * that ask at once may each make it.
	 * @param <T> kept as long as the attributes
	 * @param type of what is made; an exporter with another one replaces it
	 * @param maker makes it
	 * @return the same for all that ask later
	 */
	public <T> T form(Class<T> type, Function<PreparedAttributes, T> maker) {
		Object form = this.form;
		if (type.isInstance(form)) {
			return type.cast(form);
		}
		T made = maker.apply(this);
		this.form = made;
		return made;
	}

	int longestText() {
		return this.longestText;
	}

	boolean contains(AttributeKey<?> key) {
		return this.map.containsKey(key);
	}

	@Override
	public <T> @Nullable T get(AttributeKey<T> key) {
		return this.attributes.get(key);
	}

	@Override
	public void forEach(BiConsumer<? super AttributeKey<?>, ? super Object> consumer) {
		this.attributes.forEach(consumer);
	}

	@Override
	public int size() {
		return this.attributes.size();
	}

	@Override
	public boolean isEmpty() {
		return this.attributes.isEmpty();
	}

	@Override
	public Map<AttributeKey<?>, Object> asMap() {
		return this.attributes.asMap();
	}

	@Override
	public AttributesBuilder toBuilder() {
		return this.attributes.toBuilder();
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof PreparedAttributes prepared && this.attributes.equals(prepared.attributes);
	}

	@Override
	public int hashCode() {
		return this.attributes.hashCode();
	}

	@Override
	public String toString() {
		return this.attributes.toString();
	}

}
