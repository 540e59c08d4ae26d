// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;

/**
 * Headers of a request or a call, with several lines of one name.
 */
final class Headers {

	static final TextMapSetter<Headers> SETTER = (headers, name, value) -> {
		if (headers != null) {
			headers.put(name, value);
		}
	};

	static final TextMapGetter<Headers> GETTER = new TextMapGetter<>() {

		@Override
		public Iterable<String> keys(Headers carrier) {
			return carrier.lines.keySet();
		}

		@Override
		public @Nullable String get(@Nullable Headers carrier, String key) {
			Iterator<String> all = getAll(carrier, key);
			return all.hasNext() ? all.next() : null;
		}

		@Override
		public Iterator<String> getAll(@Nullable Headers carrier, String key) {
			return (carrier != null) ? carrier.all(key).iterator() : Collections.emptyIterator();
		}

	};

	private final Map<String, List<String>> lines = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

	static Headers of(String... namesAndValues) {
		Headers headers = new Headers();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			headers.add(namesAndValues[i], namesAndValues[i + 1]);
		}
		return headers;
	}

	Headers add(String name, String value) {
		this.lines.computeIfAbsent(name, (key) -> new ArrayList<>()).add(value);
		return this;
	}

	void put(String name, String value) {
		this.lines.put(name.toLowerCase(Locale.ROOT), new ArrayList<>(List.of(value)));
	}

	List<String> all(String name) {
		return this.lines.getOrDefault(name, List.of());
	}

	/** Each line as it stands in a request. */
	List<String> allLines() {
		List<String> all = new ArrayList<>();
		this.lines.forEach((name, values) -> values.forEach((value) -> all.add(name + ": " + value)));
		return all;
	}

	@Nullable String get(String name) {
		List<String> all = all(name);
		if (all.isEmpty()) {
			return null;
		}
		return (all.size() == 1) ? all.get(0) : String.join(",", all);
	}

	boolean isEmpty() {
		return this.lines.isEmpty();
	}

	@Override
	public String toString() {
		return this.lines.toString();
	}

}
