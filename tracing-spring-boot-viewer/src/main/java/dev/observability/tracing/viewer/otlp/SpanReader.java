// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.otlp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import dev.observability.tracing.viewer.trace.Origin;
import dev.observability.tracing.viewer.trace.SpanRecord;
import dev.observability.tracing.viewer.trace.TraceId;
import org.jspecify.annotations.Nullable;

/**
 * Reads a span, within the bounds of the page. For one span; the thread of the request.
 */
final class SpanReader {

	private static final List<String> KINDS = List.of("SPAN_KIND_UNSPECIFIED", "SPAN_KIND_INTERNAL", "SPAN_KIND_SERVER",
			"SPAN_KIND_CLIENT", "SPAN_KIND_PRODUCER", "SPAN_KIND_CONSUMER");

	private static final List<String> STATUSES = List.of("STATUS_CODE_UNSET", "STATUS_CODE_OK", "STATUS_CODE_ERROR");

	private final OtlpSource source;

	private final FieldsReader fields;

	private final List<SpanRecord.Event> events = new ArrayList<>();

	private final List<SpanRecord.Link> links = new ArrayList<>();

	private @Nullable TraceId trace;

	private long id;

	private long parentId;

	private int flags;

	private String traceState = "";

	private String name = "";

	private int kind;

	private long startNanos;

	private long endNanos;

	private int status;

	private String statusMessage = "";

	private int droppedEvents;

	private int droppedLinks;

	private SpanReader(OtlpSource source) {
		this.source = source;
		this.fields = new FieldsReader(source);
	}

	/**
	 * Reads the span that is the value of the current field.
	 * @param source where it stands
	 * @param origin who says it, as far as it is known by now
	 * @return {@code null} where it has no valid trace id and span id
	 * @throws IOException where it cannot be read
	 */
	static @Nullable SpanRecord read(OtlpSource source, Origin origin) throws IOException {
		SpanReader reader = new SpanReader(source);
		int outer = source.open();
		for (int field = source.next(OtlpSchema.SPAN); field != 0; field = source.next(OtlpSchema.SPAN)) {
			reader.read(field);
		}
		source.close(outer);
		return reader.build(origin);
	}

	private @Nullable SpanRecord build(Origin origin) {
		if (this.trace == null || this.id == 0) {
			return null;
		}
		int droppedFields = this.fields.dropped();
		SpanRecord.Dropped dropped = (droppedFields != 0 || this.droppedEvents != 0 || this.droppedLinks != 0)
				? new SpanRecord.Dropped(droppedFields, this.droppedEvents, this.droppedLinks)
				: SpanRecord.Dropped.NONE;
		return new SpanRecord(this.trace, this.id, this.parentId, this.flags, this.traceState, origin, this.name,
				this.kind, this.startNanos, this.endNanos, this.status, this.statusMessage, this.fields.build(),
				List.copyOf(this.events), List.copyOf(this.links), dropped);
	}

	private void read(int field) throws IOException {
		switch (field) {
			case 1 -> {
				this.trace = this.source.traceId();
			}
			case 2 -> {
				this.id = this.source.spanId();
			}
			case 3 -> {
				this.traceState = this.source.text(SpanRecord.MAX_TRACE_STATE);
			}
			case 4 -> {
				this.parentId = this.source.spanId();
			}
			case 5 -> {
				this.name = this.source.text(SpanRecord.MAX_NAME);
			}
			case 6 -> {
				this.kind = this.source.constant(KINDS);
			}
			case 7 -> {
				this.startNanos = this.source.fixed64();
			}
			case 8 -> {
				this.endNanos = this.source.fixed64();
			}
			case 16 -> {
				this.flags = this.source.fixed32();
			}
			default -> readPart(field);
		}
	}

	private void readPart(int field) throws IOException {
		switch (field) {
			case 9 -> this.fields.read();
			case 10 -> this.fields.drop(this.source.count());
			case 11 -> readEvent();
			case 12 -> {
				this.droppedEvents = OtlpSource.sum(this.droppedEvents, this.source.count());
			}
			case 13 -> readLink();
			case 14 -> {
				this.droppedLinks = OtlpSource.sum(this.droppedLinks, this.source.count());
			}
			default -> readStatus();
		}
	}

	private void readEvent() throws IOException {
		if (this.events.size() == SpanRecord.MAX_PARTS) {
			this.source.skip();
			this.droppedEvents = OtlpSource.sum(this.droppedEvents, 1);
			return;
		}
		FieldsReader attributes = new FieldsReader(this.source);
		long time = 0;
		String eventName = "";
		int outer = this.source.open();
		for (int field = next(OtlpSchema.EVENT); field != 0; field = next(OtlpSchema.EVENT)) {
			switch (field) {
				case 1 -> {
					time = this.source.fixed64();
				}
				case 2 -> {
					eventName = this.source.text(SpanRecord.MAX_NAME);
				}
				case 3 -> attributes.read();
				default -> attributes.drop(this.source.count());
			}
		}
		this.source.close(outer);
		this.fields.drop(attributes.dropped());
		this.events.add(new SpanRecord.Event(time, eventName, attributes.build()));
	}

	private void readLink() throws IOException {
		FieldsReader attributes = new FieldsReader(this.source);
		TraceId other = null;
		long spanId = 0;
		int outer = this.source.open();
		for (int field = next(OtlpSchema.LINK); field != 0; field = next(OtlpSchema.LINK)) {
			switch (field) {
				case 1 -> {
					other = this.source.traceId();
				}
				case 2 -> {
					spanId = this.source.spanId();
				}
				case 4 -> attributes.read();
				default -> attributes.drop(this.source.count());
			}
		}
		this.source.close(outer);
		if (other == null || spanId == 0 || this.links.size() == SpanRecord.MAX_PARTS) {
			this.droppedLinks = OtlpSource.sum(this.droppedLinks, 1);
			return;
		}
		this.fields.drop(attributes.dropped());
		this.links.add(new SpanRecord.Link(other, spanId, attributes.build()));
	}

	private void readStatus() throws IOException {
		int outer = this.source.open();
		for (int field = next(OtlpSchema.STATUS); field != 0; field = next(OtlpSchema.STATUS)) {
			if (field == 2) {
				this.statusMessage = this.source.text(SpanRecord.MAX_STATUS_MESSAGE);
			}
			else {
				this.status = this.source.constant(STATUSES);
			}
		}
		this.source.close(outer);
	}

	private int next(OtlpSchema schema) throws IOException {
		return this.source.next(schema);
	}

}
