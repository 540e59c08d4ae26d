// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.List;
import java.util.StringJoiner;

import dev.observability.tracing.prepared.SpanAttributes;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.jspecify.annotations.Nullable;

/**
 * Masks spans and writes them as an {@code ExportTraceServiceRequest} of OTLP, in one
 * pass: step 10 of a request, exporter thread. Says the same as the SDK's exporter, which
 * computes every length before it writes; what is nested deeper than receivers read is
 * left empty. For one message.
 * <p>
 * Source: opentelemetry-proto 1.11, {@code trace.proto}, {@code common.proto},
 * {@code resource.proto}.
 */
final class SpanEncoder {

	/** Bytes of the length of an attribute, an event, a link: up to 127. */
	private static final int SMALL = 1;

	/** Bytes of the length of a span: up to 16 383. */
	private static final int MEDIUM = 2;

	/** Bytes of the length of a batch: up to 2 097 151. */
	private static final int LARGE = 3;

	private static final int HAS_IS_REMOTE = 0x100;

	private static final int IS_REMOTE = 0x200;

	/** With what is still to come after the last span, less than 4 MiB. */
	static final int MAX_BYTES = 4 * 1024 * 1024 - 64 * 1024;

	private final ProtobufWriter out;

	private final SpanRedaction redaction;

	private final AttributeEncoder attributes;

	private @Nullable Resource resource;

	private int resourceStart;

	private @Nullable InstrumentationScopeInfo scope;

	private int scopeStart;

	SpanEncoder(ProtobufWriter out, SpanRedaction redaction) {
		this.out = out;
		this.redaction = redaction;
		this.attributes = new AttributeEncoder(out);
	}

	/**
	 * Writes a message of as many spans as may be in one.
	 * @param spans those to write; what is left goes into the next message
	 * @return the number of spans in this one, at least one where there are any
	 */
	int encode(SpanGroups spans) {
		int count = 0;
		while (spans.hasNext()) {
			open(spans.resource(), spans.scope());
			int start = this.out.size();
			span(spans.span(this.redaction::redact));
			if (count > 0 && this.out.size() > MAX_BYTES) {
				this.out.size(start);
				break;
			}
			spans.advance();
			count++;
		}
		closeResource();
		return count;
	}

	private void open(Resource resource, InstrumentationScopeInfo scope) {
		if (this.resource != resource) {
			closeResource();
			this.resource = resource;
			this.resourceStart = this.out.open(1, LARGE);
			int start = this.out.open(1, MEDIUM);
			this.attributes.encode(1, this.redaction.resource(resource).getAttributes());
			this.out.close(start, MEDIUM);
		}
		if (this.scope != scope) {
			closeScope();
			this.scope = scope;
			this.scopeStart = this.out.open(2, LARGE);
			int start = this.out.open(1, SMALL);
			InstrumentationScopeInfo masked = this.redaction.scope(scope);
			text(1, masked.getName());
			text(2, masked.getVersion());
			this.attributes.encode(3, masked.getAttributes());
			this.out.close(start, SMALL);
		}
	}

	private void closeResource() {
		closeScope();
		if (this.resource != null) {
			text(3, this.resource.getSchemaUrl());
			this.out.close(this.resourceStart, LARGE);
			this.resource = null;
		}
	}

	private void closeScope() {
		if (this.scope != null) {
			text(3, this.redaction.scope(this.scope).getSchemaUrl());
			this.out.close(this.scopeStart, LARGE);
			this.scope = null;
		}
	}

	private void span(SpanData span) {
		SpanContext context = span.getSpanContext();
		SpanContext parent = span.getParentSpanContext();
		int start = this.out.open(2, MEDIUM);
		this.out.hex(1, context.getTraceId());
		this.out.hex(2, context.getSpanId());
		traceState(3, context.getTraceState());
		if (parent.isValid()) {
			this.out.hex(4, parent.getSpanId());
		}
		text(5, span.getName());
		this.out.varint(6, kind(span));
		time(7, span.getStartEpochNanos());
		time(8, span.getEndEpochNanos());
		Attributes attributes = span.getAttributes();
		attributes(attributes);
		number(10, span.getTotalAttributeCount() - attributes.size());
		List<EventData> events = span.getEvents();
		for (int i = 0; i < events.size(); i++) {
			event(events.get(i));
		}
		number(12, span.getTotalRecordedEvents() - events.size());
		List<LinkData> links = span.getLinks();
		for (int i = 0; i < links.size(); i++) {
			link(links.get(i));
		}
		number(14, span.getTotalRecordedLinks() - links.size());
		status(span.getStatus());
		this.out.fixed32(16, flags(context, parent.isRemote()));
		this.out.close(start, MEDIUM);
	}

	private void attributes(Attributes attributes) {
		byte[] encoded = (attributes instanceof SpanAttributes span)
				? PreparedExport.of(span.prepared(), this.redaction.redactor()).encoded() : null;
		if (encoded != null) {
			this.out.fields(encoded);
			this.attributes.encodeAdded(PreparedExport.FIELD, (SpanAttributes) attributes);
		}
		else {
			this.attributes.encode(PreparedExport.FIELD, attributes);
		}
	}

	private static int kind(SpanData span) {
		return switch (span.getKind()) {
			case INTERNAL -> 1;
			case SERVER -> 2;
			case CLIENT -> 3;
			case PRODUCER -> 4;
			case CONSUMER -> 5;
		};
	}

	private static int flags(SpanContext context, boolean remote) {
		return context.getTraceFlags().asByte() & 0xFF | HAS_IS_REMOTE | (remote ? IS_REMOTE : 0);
	}

	private void event(EventData event) {
		int start = this.out.open(11, SMALL);
		time(1, event.getEpochNanos());
		text(2, event.getName());
		Attributes attributes = event.getAttributes();
		this.attributes.encode(3, attributes);
		number(4, event.getTotalAttributeCount() - attributes.size());
		this.out.close(start, SMALL);
	}

	private void link(LinkData link) {
		SpanContext context = link.getSpanContext();
		int start = this.out.open(13, SMALL);
		this.out.hex(1, context.getTraceId());
		this.out.hex(2, context.getSpanId());
		traceState(3, context.getTraceState());
		Attributes attributes = link.getAttributes();
		this.attributes.encode(4, attributes);
		number(5, link.getTotalAttributeCount() - attributes.size());
		this.out.fixed32(6, flags(context, context.isRemote()));
		this.out.close(start, SMALL);
	}

	private void status(StatusData status) {
		int start = this.out.open(15, SMALL);
		text(2, status.getDescription());
		number(3, switch (status.getStatusCode()) {
			case UNSET -> 0;
			case OK -> 1;
			case ERROR -> 2;
		});
		this.out.close(start, SMALL);
	}

	private void traceState(int field, TraceState state) {
		if (!state.isEmpty()) {
			StringJoiner members = new StringJoiner(",");
			state.forEach((key, value) -> members.add(key + "=" + value));
			this.out.text(field, members.toString());
		}
	}

	private void text(int field, @Nullable String text) {
		if (text != null && !text.isEmpty()) {
			this.out.text(field, text);
		}
	}

	private void time(int field, long epochNanos) {
		if (epochNanos != 0) {
			this.out.fixed64(field, epochNanos);
		}
	}

	private void number(int field, int number) {
		if (number > 0) {
			this.out.varint(field, number);
		}
	}

}
