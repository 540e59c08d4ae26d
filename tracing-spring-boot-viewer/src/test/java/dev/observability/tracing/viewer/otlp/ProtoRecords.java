// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.otlp;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;

import com.google.protobuf.ByteString;
import dev.observability.tracing.viewer.trace.Fields;
import dev.observability.tracing.viewer.trace.LogLine;
import dev.observability.tracing.viewer.trace.Origin;
import dev.observability.tracing.viewer.trace.SpanRecord;
import dev.observability.tracing.viewer.trace.TraceId;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;

/**
 * Makes messages of the official classes out of records.
 */
public final class ProtoRecords {

	private ProtoRecords() {
	}

	public static ExportTraceServiceRequest traces(List<SpanRecord> spans) {
		ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
		ResourceSpans.Builder resource = ResourceSpans.newBuilder();
		ScopeSpans.Builder scope = ScopeSpans.newBuilder();
		Origin last = null;
		for (SpanRecord span : spans) {
			if (last == null || !last.resource().equals(span.origin().resource())) {
				resource = request.addResourceSpansBuilder().setResource(resource(span.origin()));
				last = null;
			}
			if (last == null || !last.equals(span.origin())) {
				scope = resource.addScopeSpansBuilder().setScope(scope(span.origin()));
			}
			last = span.origin();
			scope.addSpans(span(span));
		}
		return request.build();
	}

	public static ExportLogsServiceRequest logs(List<LogLine> lines) {
		ExportLogsServiceRequest.Builder request = ExportLogsServiceRequest.newBuilder();
		ResourceLogs.Builder resource = ResourceLogs.newBuilder();
		ScopeLogs.Builder scope = ScopeLogs.newBuilder();
		Origin last = null;
		for (LogLine line : lines) {
			if (last == null || !last.resource().equals(line.origin().resource())) {
				resource = request.addResourceLogsBuilder().setResource(resource(line.origin()));
				last = null;
			}
			if (last == null || !last.equals(line.origin())) {
				scope = resource.addScopeLogsBuilder().setScope(scope(line.origin()));
			}
			last = line.origin();
			scope.addLogRecords(line(line));
		}
		return request.build();
	}

	private static Resource resource(Origin origin) {
		Resource.Builder resource = Resource.newBuilder();
		attributes(origin.resource(), resource::addAttributes);
		return resource.build();
	}

	private static InstrumentationScope scope(Origin origin) {
		InstrumentationScope.Builder scope = InstrumentationScope.newBuilder()
			.setName(origin.scopeName())
			.setVersion(origin.scopeVersion());
		attributes(origin.scope(), scope::addAttributes);
		return scope.build();
	}

	static Span span(SpanRecord record) {
		Span.Builder span = Span.newBuilder()
			.setTraceId(trace(record.trace()))
			.setSpanId(spanId(record.id()))
			.setParentSpanId((record.parentId() != 0) ? spanId(record.parentId()) : ByteString.EMPTY)
			.setFlags(record.flags())
			.setTraceState(record.traceState())
			.setName(record.name())
			.setKindValue(record.kind())
			.setStartTimeUnixNano(record.startNanos())
			.setEndTimeUnixNano(record.endNanos())
			.setDroppedAttributesCount(record.dropped().fields())
			.setDroppedEventsCount(record.dropped().events())
			.setDroppedLinksCount(record.dropped().links());
		attributes(record.fields(), span::addAttributes);
		for (SpanRecord.Event each : record.events()) {
			Span.Event.Builder event = span.addEventsBuilder().setTimeUnixNano(each.timeNanos()).setName(each.name());
			attributes(each.fields(), event::addAttributes);
		}
		for (SpanRecord.Link each : record.links()) {
			Span.Link.Builder link = span.addLinksBuilder()
				.setTraceId(trace(each.trace()))
				.setSpanId(spanId(each.spanId()));
			attributes(each.fields(), link::addAttributes);
		}
		if (record.status() != 0 || !record.statusMessage().isEmpty()) {
			span.setStatus(Status.newBuilder().setCodeValue(record.status()).setMessage(record.statusMessage()));
		}
		return span.build();
	}

	private static LogRecord line(LogLine line) {
		LogRecord.Builder record = LogRecord.newBuilder()
			.setTimeUnixNano(line.timeNanos())
			.setSeverityNumberValue(line.severity())
			.setSeverityText(line.severityText())
			.setBody(value(line.text()));
		attributes(line.fields(), record::addAttributes);
		TraceId trace = line.trace();
		if (trace != null) {
			record.setTraceId(trace(trace));
		}
		if (line.spanId() != 0) {
			record.setSpanId(spanId(line.spanId()));
		}
		return record.build();
	}

	static void attributes(Fields fields, Consumer<KeyValue> consumer) {
		for (int i = 0; i < fields.size(); i++) {
			consumer.accept(KeyValue.newBuilder().setKey(fields.key(i)).setValue(value(fields.value(i))).build());
		}
	}

	static AnyValue value(Object value) {
		AnyValue.Builder any = AnyValue.newBuilder();
		if (value instanceof String text) {
			any.setStringValue(text);
		}
		else if (value instanceof Long number) {
			any.setIntValue(number);
		}
		else if (value instanceof Double number) {
			any.setDoubleValue(number);
		}
		else if (value instanceof Boolean truth) {
			any.setBoolValue(truth);
		}
		else if (value instanceof Fields.Bytes bytes) {
			any.setBytesValue(ByteString.copyFrom(Base64.getDecoder().decode(bytes.base64())));
		}
		else if (value instanceof List<?> list) {
			ArrayValue.Builder array = any.getArrayValueBuilder();
			list.forEach((each) -> array.addValues(value(each)));
		}
		else {
			KeyValueList.Builder keys = any.getKvlistValueBuilder();
			attributes((Fields) value, keys::addValues);
		}
		return any.build();
	}

	static ByteString trace(TraceId trace) {
		return ByteString.copyFrom(ByteBuffer.allocate(16).putLong(trace.high()).putLong(trace.low()).flip());
	}

	static ByteString spanId(long id) {
		return ByteString.copyFrom(ByteBuffer.allocate(8).putLong(id).flip());
	}

}
