// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.util.Collection;
import java.util.List;

import dev.observability.tracing.redaction.Redactor;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageEntry;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes {@code baggage} by W3C Baggage, at steps 2 and 6 of a request. Any
 * thread; throws only what the carrier throws.
 */
final class BaggagePropagator implements TextMapPropagator {

	static final String BAGGAGE = "baggage";

	private static final List<String> FIELDS = List.of(BAGGAGE);

	private final int maxMembers;

	private final int maxBytes;

	private final Redactor redactor;

	private final PropagationLosses losses;

	BaggagePropagator(int maxMembers, int maxBytes, Redactor redactor, PropagationLosses losses) {
		// What may be an attribute is another question
		this.redactor = redactor.withoutAllowList();
		this.maxMembers = maxMembers;
		this.maxBytes = maxBytes;
		this.losses = losses;
	}

	@Override
	public Collection<String> fields() {
		return FIELDS;
	}

	@Override
	public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
		HeaderLines lines = HeaderLines.of(carrier, getter, BAGGAGE, this.losses);
		String line = lines.next();
		if (line == null) {
			return context;
		}
		BaggageReader reader = new BaggageReader(this.maxMembers, this.maxBytes, this.losses);
		while (line != null) {
			int end = lines.end(line);
			reader.addLine(line, end, end < line.length());
			line = lines.next();
		}
		Baggage baggage = reader.baggage();
		return baggage.isEmpty() ? context : context.with(baggage);
	}

	@Override
	public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
		Baggage baggage = Baggage.fromContext(context);
		if (baggage.isEmpty()) {
			return;
		}
		BaggageWriter writer = new BaggageWriter(this.maxMembers, this.maxBytes, this.losses);
		baggage.forEach((key, entry) -> add(writer, key, entry));
		String header = writer.header();
		if (!header.isEmpty()) {
			setter.set(carrier, BAGGAGE, header);
		}
	}

	// A value that would be masked elsewhere is of no use to the receiver when it is
	private void add(BaggageWriter writer, String key, BaggageEntry entry) {
		if (isSecret(key, entry.getValue()) || holdSecret(entry.getMetadata().getValue())) {
			this.losses.add(PropagationLoss.BAGGAGE_SECRET);
		}
		else {
			writer.add(key, entry);
		}
	}

	private boolean isSecret(String key, String value) {
		return !value.equals(this.redactor.attribute(key, value, false)) || !key.equals(this.redactor.name(key));
	}

	// Properties are opaque, but nobody hides one in a way that readers do not know
	private boolean holdSecret(String properties) {
		int start = 0;
		while (start < properties.length()) {
			int end = HeaderText.find(properties, ';', start, properties.length());
			int equals = HeaderText.find(properties, '=', start, end);
			String key = properties.substring(start, equals).strip();
			String value = BaggageReader.decode(properties, Math.min(equals + 1, end), end).strip();
			if (isSecret(key, value)) {
				return true;
			}
			start = end + 1;
		}
		return false;
	}

}
