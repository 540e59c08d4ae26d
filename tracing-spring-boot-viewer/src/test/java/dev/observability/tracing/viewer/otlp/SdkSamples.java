// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.otlp;

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.logs.TestLogRecordData;
import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;

/**
 * Spans and log lines as the SDK has them.
 */
final class SdkSamples {

	static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

	private static final TraceState STATE = TraceState.builder().put("vendor", "1").put("other@system", "a:b").build();

	private static final Resource RESOURCE = Resource
		.create(Attributes.builder().put("service.name", "orders").put("host.cpus", 2).build(), "https://schema/1");

	private static final InstrumentationScopeInfo SCOPE = InstrumentationScopeInfo.builder("scope")
		.setVersion("1.0")
		.setSchemaUrl("https://schema/2")
		.setAttributes(Attributes.builder().put("short", true).build())
		.build();

	private SdkSamples() {
	}

	static List<SpanData> spans() {
		SpanContext remote = SpanContext.createFromRemoteParent(TRACE, "00f067aa0ba902b7", TraceFlags.getSampled(),
				STATE);
		TestSpanData.Builder span = TestSpanData.builder()
			.setResource(RESOURCE)
			.setInstrumentationScopeInfo(SCOPE)
			.setHasEnded(true)
			.setName("GET /orders \u20ac")
			.setKind(SpanKind.SERVER)
			.setStartEpochNanos(1_790_000_000_000_000_001L)
			.setEndEpochNanos(1_790_000_000_123_456_789L)
			.setSpanContext(SpanContext.create(TRACE, "ffffffffffffffff", TraceFlags.getSampled(), STATE))
			.setParentSpanContext(remote)
			.setStatus(StatusData.create(StatusCode.ERROR, "a problem"))
			.setAttributes(everyType())
			.setTotalAttributeCount(200)
			.setEvents(List.of(EventData.create(5, "exception", Attributes.builder().put("a", "b").build(), 9)))
			.setTotalRecordedEvents(100)
			.setLinks(List.of(LinkData.create(remote, Attributes.builder().put("l", 1).build(), 4)))
			.setTotalRecordedLinks(7);
		TestSpanData.Builder plain = TestSpanData.builder()
			.setHasEnded(true)
			.setName("")
			.setKind(SpanKind.INTERNAL)
			.setStartEpochNanos(0)
			.setEndEpochNanos(1)
			.setSpanContext(
					SpanContext.create(TRACE, "0000000000000001", TraceFlags.getDefault(), TraceState.getDefault()))
			.setStatus(StatusData.unset());
		return List.of(span.build(), plain.build());
	}

	static List<LogRecordData> lines() {
		return List.of(TestLogRecordData.builder()
			.setResource(RESOURCE)
			.setInstrumentationScopeInfo(SCOPE)
			.setTimestamp(1, TimeUnit.SECONDS)
			.setObservedTimestamp(2, TimeUnit.SECONDS)
			.setSeverity(Severity.WARN)
			.setSeverityText("WARN")
			.setBody("hello")
			.setAttributes(Attributes.builder().put("thread.name", "main").build())
			.setSpanContext(
					SpanContext.create(TRACE, "00f067aa0ba902b7", TraceFlags.getSampled(), TraceState.getDefault()))
			.build());
	}

	private static Attributes everyType() {
		return Attributes.builder()
			.put("text", "\u00e4\ud83d\ude00 \"quoted\"\\")
			.put("number", 1)
			.put("least", Long.MIN_VALUE)
			.put("fraction", -0.1)
			.put("whole", 1.0)
			.put("no number", Double.NaN)
			.put("endless", Double.NEGATIVE_INFINITY)
			.put("no", false)
			.put("texts", "a", "")
			.put("numbers", 1, Long.MAX_VALUE)
			.put("fractions", 1.5, 0.0)
			.put("booleans", true, false)
			.put(AttributeKey.stringArrayKey("none"), List.of())
			.put(AttributeKey.valueKey("structure"),
					Value.of(KeyValue.of("list", Value.of(Value.of("a"), Value.of(2.5))),
							KeyValue.of("bytes", Value.of(new byte[] { 0, -1 })), KeyValue.of("nothing", Value.empty()),
							KeyValue.of("map", Value.of(KeyValue.of("k", Value.of("v"))))))
			.build();
	}

}
