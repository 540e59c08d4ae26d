// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;

/**
 * Flattens one export request into {@link ReceivedSpan}s.
 */
final class ReceivedSpanReader {

	private final String protocol;

	private final Map<String, String> headers;

	ReceivedSpanReader(String protocol, Map<String, String> headers) {
		this.protocol = protocol;
		this.headers = Map.copyOf(headers);
	}

	List<ReceivedSpan> read(ExportTraceServiceRequest request) {
		List<ReceivedSpan> spans = new ArrayList<>();
		for (ResourceSpans resourceSpans : request.getResourceSpansList()) {
			for (ScopeSpans scopeSpans : resourceSpans.getScopeSpansList()) {
				for (Span span : scopeSpans.getSpansList()) {
					spans.add(read(resourceSpans.getResource(), scopeSpans, span));
				}
			}
		}
		return spans;
	}

	private ReceivedSpan read(Resource resource, ScopeSpans scope, Span span) {
		List<ReceivedSpan.Event> events = span.getEventsList()
			.stream()
			.map((event) -> new ReceivedSpan.Event(event.getName(), event.getTimeUnixNano(),
					attributes(event.getAttributesList())))
			.toList();
		List<ReceivedSpan.Link> links = span.getLinksList()
			.stream()
			.map((link) -> new ReceivedSpan.Link(hex(link.getTraceId()), hex(link.getSpanId()),
					attributes(link.getAttributesList())))
			.toList();
		return new ReceivedSpan(this.protocol, hex(span.getTraceId()), hex(span.getSpanId()),
				hex(span.getParentSpanId()), span.getTraceState(), span.getFlags(), span.getName(),
				span.getKind().name().substring("SPAN_KIND_".length()), span.getStartTimeUnixNano(),
				span.getEndTimeUnixNano(), attributes(span.getAttributesList()), events, links,
				span.getStatus().getCode().name().substring("STATUS_CODE_".length()), span.getStatus().getMessage(),
				attributes(resource.getAttributesList()), scope.getScope().getName(), scope.getScope().getVersion(),
				scope.getSchemaUrl(), this.headers);
	}

	private static Map<String, Object> attributes(List<KeyValue> attributes) {
		Map<String, Object> map = new LinkedHashMap<>();
		attributes.forEach((attribute) -> map.put(attribute.getKey(), value(attribute.getValue())));
		return map;
	}

	private static Object value(AnyValue value) {
		return switch (value.getValueCase()) {
			case STRING_VALUE -> value.getStringValue();
			case BOOL_VALUE -> value.getBoolValue();
			case INT_VALUE -> value.getIntValue();
			case DOUBLE_VALUE -> value.getDoubleValue();
			case BYTES_VALUE -> value.getBytesValue().toByteArray();
			case ARRAY_VALUE -> value.getArrayValue().getValuesList().stream().map(ReceivedSpanReader::value).toList();
			case KVLIST_VALUE -> attributes(value.getKvlistValue().getValuesList());
			default -> "";
		};
	}

	private static String hex(ByteString bytes) {
		StringBuilder hex = new StringBuilder(bytes.size() * 2);
		for (byte next : bytes.toByteArray()) {
			hex.append(Character.forDigit((next >> 4) & 0xF, 16)).append(Character.forDigit(next & 0xF, 16));
		}
		return hex.toString();
	}

}
