// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.correlation;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.observability.tracing.propagation.CorrelationId;
import dev.observability.tracing.propagation.OutboundHosts;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Takes the correlation id from what comes in, at step 2 of a request, and puts it on
 * what goes out, at step 6. On any thread; neither blocks nor throws: what a carrier
 * throws is counted, logged once, and the id stays away.
 * <p>
 * Spring Boot makes it a part of its {@code ContextPropagators}, so it works for requests
 * and messages alike. It writes only a checked id, only to hosts that may have it, and
 * not over a header that the application set on the call itself.
 */
final class CorrelationPropagator implements TextMapPropagator {

	private static final Log logger = LogFactory.getLog(CorrelationPropagator.class);

	private final CorrelationReader reader;

	private final String header;

	private final String jmsProperty;

	private final @Nullable OutboundHosts hosts;

	private final List<String> fields;

	private final AtomicBoolean failed = new AtomicBoolean();

	/**
	 * Creates a propagator that reads, and writes where there are hosts to write to.
	 * @param reader finds the id
	 * @param header name of the header that is written
	 * @param hosts who may receive the id, or {@code null} where nothing goes out
	 */
	CorrelationPropagator(CorrelationReader reader, String header, @Nullable OutboundHosts hosts) {
		this.reader = reader;
		this.header = header;
		this.jmsProperty = JmsMessages.propertyName(header);
		this.hosts = hosts;
		this.fields = (hosts != null) ? List.of(header) : List.of();
	}

	@Override
	public Collection<String> fields() {
		return this.fields;
	}

	@Override
	public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
		try {
			String id = (this.hosts != null) ? idOf(context) : null;
			if (id != null && isWanted(this.hosts, context, carrier)) {
				setter.set(carrier, JmsMessages.isSent(carrier) ? this.jmsProperty : this.header, id);
			}
		}
		catch (RuntimeException | LinkageError ex) {
			failed("write", ex);
		}
	}

	/*
	 * Below a span that was made elsewhere there is none of ours: tracing is off, and who
	 * makes no trace makes no id of it either.
	 */
	private static @Nullable String idOf(Context context) {
		String sent = CorrelationId.sent(context);
		if (sent != null) {
			return sent;
		}
		SpanContext span = Span.fromContext(context).getSpanContext();
		return (span.isValid() && !span.isRemote()) ? span.getTraceId() : null;
	}

	private boolean isWanted(@Nullable OutboundHosts hosts, Context context, @Nullable Object carrier) {
		return hosts != null && hosts.allows(context, carrier) && !CallHeaders.contain(carrier, this.header);
	}

	@Override
	public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
		try {
			String id = (carrier != null) ? this.reader.read(carrier, getter) : null;
			return (id != null) ? CorrelationId.with(context, id) : context;
		}
		catch (RuntimeException | LinkageError ex) {
			failed("read", ex);
			return context;
		}
	}

	private void failed(String verb, Throwable ex) {
		this.reader.countFailure();
		if (this.failed.compareAndSet(false, true)) {
			// Its message may quote the value of a header
			logger.warn("Could not " + verb + " a correlation id; the request goes on without. Not logged again: "
					+ ex.getClass().getName());
		}
	}

	@Override
	public String toString() {
		return "CorrelationPropagator{" + this.header + "}";
	}

}
