// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.correlation;

import java.util.Collection;
import java.util.List;

import dev.observability.tracing.propagation.CorrelationId;
import dev.observability.tracing.propagation.Outbound;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;

/**
 * Takes the correlation id from what comes in, at step 2 of a request, and puts it on
 * what goes out, at step 6. On any thread; neither blocks nor throws.
 * <p>
 * Spring Boot makes it a part of its {@code ContextPropagators}, so it works for requests
 * and messages alike. It writes only a checked id, only to hosts that may have it, and
 * not over a header that the application set on the call itself.
 */
final class CorrelationPropagator implements TextMapPropagator {

	private final CorrelationReader reader;

	private final String header;

	private final List<String> fields;

	CorrelationPropagator(CorrelationReader reader, String header) {
		this.reader = reader;
		this.header = header;
		this.fields = List.of(header);
	}

	@Override
	public Collection<String> fields() {
		return this.fields;
	}

	@Override
	public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
		String id = CorrelationId.of(context);
		if (id != null && Outbound.isAllowed(context) && !CallHeaders.contain(carrier, this.header)) {
			setter.set(carrier, this.header, id);
		}
	}

	@Override
	public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
		String id = (carrier != null) ? this.reader.read(carrier, getter) : null;
		return (id != null) ? CorrelationId.with(context, id) : context;
	}

	@Override
	public String toString() {
		return "CorrelationPropagator{" + this.header + "}";
	}

}
