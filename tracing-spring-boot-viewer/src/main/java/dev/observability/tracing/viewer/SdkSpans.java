// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.observability.tracing.export.SpanMask;
import dev.observability.tracing.viewer.trace.Fields;
import dev.observability.tracing.viewer.trace.FieldsBuilder;
import dev.observability.tracing.viewer.trace.Origin;
import dev.observability.tracing.viewer.trace.RecordMask;
import dev.observability.tracing.viewer.trace.SpanRecord;
import dev.observability.tracing.viewer.trace.TraceId;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of the spans of this application, masked as those that are exported. Step
 * 10 of a request, on the thread of the capture.
 */
final class SdkSpans {

	private static final int MAX_ORIGINS = 1000;

	private final SpanMask mask;

	private final RecordMask origin;

	private final Map<InstrumentationScopeInfo, Origin> origins = new HashMap<>();

	private @Nullable Resource resource;

	SdkSpans(SpanMask mask, RecordMask origin) {
		this.mask = mask;
		this.origin = origin;
	}

	/**
	 * Makes a record.
	 * @param span a span that has ended
	 * @return what the page may know, {@code null} where the application keeps it back
	 */
	@Nullable SpanRecord read(ReadableSpan span) {
		SpanData data = this.mask.mask(span);
		if (data == null) {
			return null;
		}
		SpanContext context = data.getSpanContext();
		TraceId trace = TraceId.parse(context.getTraceId());
		if (trace == null) {
			throw new IllegalArgumentException("A span without trace id");
		}
		FieldsBuilder fields = fields(data.getAttributes());
		List<SpanRecord.Event> events = events(data.getEvents());
		List<SpanRecord.Link> links = links(data.getLinks());
		SpanRecord.Dropped dropped = new SpanRecord.Dropped(
				data.getTotalAttributeCount() - data.getAttributes().size() + fields.dropped(),
				data.getTotalRecordedEvents() - events.size(), data.getTotalRecordedLinks() - links.size());
		return new SpanRecord(trace, TraceId.parseSpanId(context.getSpanId()),
				TraceId.parseSpanId(data.getParentSpanContext().getSpanId()), flags(data),
				traceState(context.getTraceState()), origin(data),
				FieldsBuilder.cut(data.getName(), SpanRecord.MAX_NAME), data.getKind().ordinal() + 1,
				data.getStartEpochNanos(), data.getEndEpochNanos(), status(data),
				FieldsBuilder.cut(data.getStatus().getDescription(), SpanRecord.MAX_STATUS_MESSAGE), fields.build(),
				events, links, isNone(dropped) ? SpanRecord.Dropped.NONE : dropped);
	}

	private static int flags(SpanData span) {
		int flags = Byte.toUnsignedInt(span.getSpanContext().getTraceFlags().asByte()) | SpanRecord.KNOWS_PARENT;
		return span.getParentSpanContext().isRemote() ? flags | SpanRecord.REMOTE_PARENT : flags;
	}

	private static int status(SpanData span) {
		return switch (span.getStatus().getStatusCode()) {
			case UNSET -> 0;
			case OK -> 1;
			case ERROR -> SpanRecord.ERROR;
		};
	}

	private static boolean isNone(SpanRecord.Dropped dropped) {
		return dropped.fields() <= 0 && dropped.events() <= 0 && dropped.links() <= 0;
	}

	private static String traceState(TraceState state) {
		if (state.isEmpty()) {
			return "";
		}
		StringBuilder text = new StringBuilder();
		state.forEach((key, value) -> text.append(text.isEmpty() ? "" : ",").append(key).append('=').append(value));
		return FieldsBuilder.cut(text.toString(), SpanRecord.MAX_TRACE_STATE);
	}

	private List<SpanRecord.Event> events(List<EventData> events) {
		List<SpanRecord.Event> records = new ArrayList<>(Math.min(events.size(), SpanRecord.MAX_PARTS));
		for (EventData event : events) {
			if (records.size() == SpanRecord.MAX_PARTS) {
				break;
			}
			records.add(new SpanRecord.Event(event.getEpochNanos(),
					FieldsBuilder.cut(event.getName(), SpanRecord.MAX_NAME), fields(event.getAttributes()).build()));
		}
		return List.copyOf(records);
	}

	private List<SpanRecord.Link> links(List<LinkData> links) {
		List<SpanRecord.Link> records = new ArrayList<>(Math.min(links.size(), SpanRecord.MAX_PARTS));
		for (LinkData link : links) {
			TraceId trace = TraceId.parse(link.getSpanContext().getTraceId());
			if (records.size() == SpanRecord.MAX_PARTS) {
				break;
			}
			if (trace != null) {
				records.add(new SpanRecord.Link(trace, TraceId.parseSpanId(link.getSpanContext().getSpanId()),
						fields(link.getAttributes()).build()));
			}
		}
		return List.copyOf(records);
	}

	// The resource is the same for all spans of an SDK
	private Origin origin(SpanData span) {
		if (this.resource != span.getResource() || this.origins.size() > MAX_ORIGINS) {
			this.origins.clear();
			this.resource = span.getResource();
		}
		return this.origins.computeIfAbsent(span.getInstrumentationScopeInfo(),
				(scope) -> this.origin.origin(new Origin(fields(span.getResource().getAttributes()).build(),
						scope.getName(), (scope.getVersion() != null) ? scope.getVersion() : "",
						fields(scope.getAttributes()).build())));
	}

	static FieldsBuilder fields(Attributes attributes) {
		FieldsBuilder fields = new FieldsBuilder();
		attributes.forEach((key, value) -> fields.put(key.getKey(), value(value)));
		return fields;
	}

	private static Object value(Object value) {
		return (value instanceof Value<?> structure) ? structure.asString() : value;
	}

	static Fields fields(Resource resource, RecordMask mask) {
		return mask.attributes(fields(resource.getAttributes()).build());
	}

}
