// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;

/**
 * Takes the headers that a user listed to the span. Step 9 of a request, on the thread
 * that observes.
 */
final class CapturedHeaders {

	private final String[] names;

	private final List<AttributeKey<List<String>>> keys;

	private CapturedHeaders(List<String> names, Function<String, AttributeKey<List<String>>> key) {
		this.names = names.toArray(String[]::new);
		this.keys = names.stream().map((name) -> key.apply(name.toLowerCase(Locale.ROOT))).toList();
	}

	static CapturedHeaders ofRequests(List<String> names) {
		return new CapturedHeaders(names, HttpAttributes::requestHeader);
	}

	static CapturedHeaders ofResponses(List<String> names) {
		return new CapturedHeaders(names, HttpAttributes::responseHeader);
	}

	/**
	 * Sets an attribute for each listed header that is there.
	 * @param span the span
	 * @param values gives all values of a header, {@code null} or none where it is absent
	 */
	void set(Span span, Function<String, @Nullable List<String>> values) {
		for (int i = 0; i < this.names.length; i++) {
			List<String> value = values.apply(this.names[i]);
			if (value != null && !value.isEmpty()) {
				// Copied: a client may go on writing to its own while the span waits
				span.setAttribute(this.keys.get(i), List.copyOf(value));
			}
		}
	}

	boolean isEmpty() {
		return this.names.length == 0;
	}

}
