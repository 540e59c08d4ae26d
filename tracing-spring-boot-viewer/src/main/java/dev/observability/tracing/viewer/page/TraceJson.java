// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.page;

import java.util.Collection;
import java.util.List;

import dev.observability.tracing.viewer.otlp.OtlpWriter;
import dev.observability.tracing.viewer.ring.TraceList;
import dev.observability.tracing.viewer.ring.TraceSummary;
import dev.observability.tracing.viewer.ring.TraceView;
import dev.observability.tracing.viewer.trace.RunningJob;
import dev.observability.tracing.viewer.trace.SpanRecord;
import dev.observability.tracing.viewer.trace.TraceId;
import tools.jackson.core.JsonGenerator;

/**
 * Writes traces for the page. Step 11 of a request.
 */
final class TraceJson {

	private static final long NANOS_PER_MICRO = 1000;

	private static final List<String> KINDS = List.of("INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER");

	private TraceJson() {
	}

	static PageResponse list(TraceList list, List<RunningJob> jobs) {
		return PageResponse.json(PageResponse.OK, Json.object((json) -> {
			json.writeNumberProperty("sequence", list.sequence());
			json.writeNumberProperty("total", list.total());
			json.writeNumberProperty("matched", list.matched());
			json.writeArrayPropertyStart("traces");
			list.traces().forEach((trace) -> summary(json, trace, jobs));
			json.writeEndArray();
			Json.texts(json, "services", list.services());
			json.writeObjectPropertyStart("retained");
			json.writeNumberProperty("traces", list.total());
			json.writeNumberProperty("spans", list.spans());
			json.writeNumberProperty("logs", list.lines());
			json.writeNumberProperty("bytes", list.bytes());
			json.writeEndObject();
			json.writeObjectPropertyStart("dropped");
			list.losses().forEach((loss, count) -> json.writeNumberProperty(loss.text(), count));
			json.writeEndObject();
			json.writeNumberProperty("jobs", jobs.size());
		}));
	}

	static PageResponse trace(TraceView view, Collection<SpanRecord> linking) {
		return PageResponse.json(PageResponse.OK, Json.object((json) -> {
			json.writeName("trace");
			summary(json, view.summary(), List.of());
			OtlpWriter.resourceSpans(json, view.spans());
			OtlpWriter.resourceLogs(json, view.lines());
			json.writeArrayPropertyStart("linkedFrom");
			linking.forEach((span) -> links(json, span, view.summary().id()));
			json.writeEndArray();
		}));
	}

	private static void links(JsonGenerator json, SpanRecord span, TraceId to) {
		for (SpanRecord.Link link : span.links()) {
			if (link.trace().equals(to)) {
				json.writeStartObject();
				json.writeStringProperty("traceId", span.trace().toString());
				json.writeStringProperty("spanId", TraceId.spanId(span.id()));
				json.writeStringProperty("name", span.name());
				json.writeStringProperty("service", span.origin().service());
				json.writeStringProperty("to", TraceId.spanId(link.spanId()));
				json.writeEndObject();
			}
		}
	}

	private static void summary(JsonGenerator json, TraceSummary trace, List<RunningJob> jobs) {
		json.writeStartObject();
		json.writeStringProperty("id", trace.id().toString());
		json.writeStringProperty("name", trace.name());
		json.writeStringProperty("service", trace.service());
		json.writeStringProperty("kind", kind(trace.kind()));
		Json.text(json, "rootSpanId", (trace.rootSpanId() != 0) ? TraceId.spanId(trace.rootSpanId()) : null);
		json.writeBooleanProperty("complete", trace.complete());
		json.writeArrayPropertyStart("services");
		for (TraceSummary.Service service : trace.services()) {
			json.writeStartObject();
			json.writeStringProperty("name", service.name());
			json.writeNumberProperty("spans", service.spans());
			json.writeNumberProperty("errors", service.errors());
			json.writeEndObject();
		}
		json.writeEndArray();
		json.writeNumberProperty("startMicros", trace.startNanos() / NANOS_PER_MICRO);
		json.writeNumberProperty("durationNanos", trace.durationNanos());
		json.writeNumberProperty("spans", trace.spans());
		json.writeNumberProperty("errors", trace.errors());
		json.writeNumberProperty("logs", trace.lines());
		json.writeStringProperty("status", (trace.errors() > 0) ? "ERROR" : "OK");
		Json.number(json, "httpStatus", trace.httpStatus());
		json.writeNumberProperty("droppedSpans", trace.droppedSpans());
		json.writeNumberProperty("droppedLogs", trace.droppedLines());
		json.writeBooleanProperty("pinned", trace.pinned());
		json.writeBooleanProperty("imported", trace.imported());
		json.writeBooleanProperty("running", jobs.stream().anyMatch((job) -> job.trace().equals(trace.id())));
		json.writeEndObject();
	}

	private static String kind(int kind) {
		return (kind >= 1 && kind <= KINDS.size()) ? KINDS.get(kind - 1) : "UNSPECIFIED";
	}

	static PageResponse jobs(List<RunningJob> jobs) {
		return PageResponse.json(PageResponse.OK, Json.object((json) -> JobsDocument.write(json, jobs)));
	}

}
