// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageBuilder;
import io.opentelemetry.api.baggage.BaggageEntryMetadata;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;

/**
 * Puts key values of an observation into the baggage while its scope is open, where the
 * application declared them as fields of the baggage. Steps 4 and 6 of a request, on the
 * thread that observes.
 * <p>
 * What Micrometer's own handlers do, with one context in place of one per field.
 */
final class KeyValueBaggage {

	/** What Micrometer's baggage says of a field that travels. */
	private static final BaggageEntryMetadata PROPAGATED = BaggageEntryMetadata.create("propagation=unlimited");

	private final Set<String> fields;

	private final Set<String> tagFields;

	/**
	 * Creates the copier.
	 * @param fields names of key values, as in
	 * {@code management.tracing.baggage.remote-fields}
	 * @param tagFields those that are tags of the span beside, as in
	 * {@code management.tracing.baggage.tag-fields}
	 */
	KeyValueBaggage(List<String> fields, List<String> tagFields) {
		this.fields = lowerCase(fields);
		this.tagFields = lowerCase(tagFields);
	}

	private static Set<String> lowerCase(List<String> fields) {
		return fields.stream().map((field) -> field.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
	}

	boolean isEmpty() {
		return this.fields.isEmpty();
	}

	/**
	 * Returns the context of a span with its observation's baggage.
	 * @param span the span
	 * @param observed context of the observation
	 * @return the span's own context where there is none
	 */
	Context in(ObservationSpan span, Observation.Context observed) {
		BaggageBuilder baggage = null;
		for (KeyValue keyValue : observed.getAllKeyValues()) {
			String field = keyValue.getKey().toLowerCase(Locale.ROOT);
			if (this.fields.contains(field)) {
				if (baggage == null) {
					baggage = Baggage.fromContext(span.context()).toBuilder();
				}
				baggage.put(keyValue.getKey(), keyValue.getValue(), PROPAGATED);
				tag(span.span(), field, keyValue);
			}
		}
		return (baggage != null) ? span.context().with(baggage.build()) : span.context();
	}

	private void tag(Span span, String field, KeyValue keyValue) {
		if (this.tagFields.contains(field)) {
			span.setAttribute(keyValue.getKey(), keyValue.getValue());
		}
	}

}
