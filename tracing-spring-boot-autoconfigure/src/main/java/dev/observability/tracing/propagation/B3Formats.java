// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.util.Collection;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import io.opentelemetry.extension.trace.propagation.B3Propagator;
import org.jspecify.annotations.Nullable;

/**
 * B3 as OpenTelemetry has it, asked only where there is a header of it: steps 2 and 6 of
 * a request. Any thread.
 * <p>
 * The extraction of a header that is not there makes the text of a log line each time,
 * and most requests have none.
 */
final class B3Formats implements TextMapPropagator {

	private static final String SINGLE = "b3";

	private static final String TRACE_ID = "X-B3-TraceId";

	private final TextMapPropagator delegate;

	private B3Formats(B3Propagator delegate) {
		this.delegate = delegate;
	}

	static B3Formats single() {
		return new B3Formats(B3Propagator.injectingSingleHeader());
	}

	static B3Formats multi() {
		return new B3Formats(B3Propagator.injectingMultiHeaders());
	}

	@Override
	public Collection<String> fields() {
		return this.delegate.fields();
	}

	@Override
	public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
		this.delegate.inject(context, carrier, setter);
	}

	@Override
	public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
		boolean present = getter.get(carrier, SINGLE) != null || getter.get(carrier, TRACE_ID) != null;
		return present ? this.delegate.extract(context, carrier, getter) : context;
	}

	@Override
	public String toString() {
		return this.delegate.toString();
	}

}
