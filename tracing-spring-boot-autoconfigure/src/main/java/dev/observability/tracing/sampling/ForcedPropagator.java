// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sampling;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;

import dev.observability.tracing.propagation.InboundRequest;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;

/**
 * Reads the header that asks for a request to be recorded, at step 2 of a request, and
 * sends it to nobody. Request thread; never throws: what the carrier throws costs the
 * wish.
 * <p>
 * Spring Boot makes it a part of its {@code ContextPropagators}. Only requests of HTTP
 * have a path that can be signed.
 */
final class ForcedPropagator implements TextMapPropagator {

	private final ForcedRequests requests;

	ForcedPropagator(ForcedRequests requests) {
		this.requests = requests;
	}

	@Override
	public Collection<String> fields() {
		return List.of();
	}

	@Override
	public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
	}

	@Override
	public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
		try {
			String value = getter.get(carrier, this.requests.header());
			String path = (value != null) ? InboundRequest.path(carrier) : null;
			if (value == null || path == null) {
				return context;
			}
			return this.requests.decide(context, value, isSingle(getter.getAll(carrier, this.requests.header())), path);
		}
		catch (RuntimeException | LinkageError ex) {
			this.requests.failed();
			return context;
		}
	}

	private static boolean isSingle(Iterator<String> values) {
		if (values.hasNext()) {
			values.next();
		}
		return !values.hasNext();
	}

	@Override
	public String toString() {
		return "ForcedPropagator{" + this.requests.header() + "}";
	}

}
