// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import io.opentelemetry.exporter.internal.otlp.traces.TraceRequestMarshaler;
import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExportParts}.
 */
class ExportPartsTests {

	private static final int COLLECTOR_LIMIT = 4 * 1024 * 1024;

	@Test
	void batchOfOrdinarySpansStaysOne() {
		Attributes attributes = Attributes.builder()
			.put("db.query.text", "SELECT id, name, price FROM item WHERE id = ?")
			.put("db.query.summary", "SELECT item")
			.put("correlation.id", "4bf92f3577b34da6a3ce929d0e0e4736")
			.put("thread.name", "http-nio-8080-exec-3")
			.put("thread.id", 33)
			.build();
		List<SpanData> spans = EndedSpans.spans(2048, EndedSpans.span().setAttributes(attributes));
		assertThat(ExportParts.of(spans)).singleElement().isSameAs(spans);
	}

	@ParameterizedTest
	@MethodSource
	void noPartIsLargerThanACollectorTakesAndNothingIsLost(TestSpanData.Builder large) {
		List<SpanData> spans = EndedSpans.spans(1000, large);
		List<Collection<SpanData>> parts = ExportParts.of(spans);
		assertThat(parts).hasSizeBetween(4, 20)
			.allSatisfy((part) -> assertThat(TraceRequestMarshaler.create(part).getBinarySerializedSize())
				.isLessThan(COLLECTOR_LIMIT));
		assertThat(parts.stream().flatMap(Collection::stream)).containsExactlyElementsOf(spans);
	}

	// 10 KB each, of three bytes per character where that is the most
	static Stream<TestSpanData.Builder> noPartIsLargerThanACollectorTakesAndNothingIsLost() {
		String text = "\u20ac".repeat(10_000);
		AttributeKey<List<String>> list = AttributeKey.stringArrayKey("list");
		Attributes one = Attributes.builder().put("exception.stacktrace", text).build();
		TraceStateBuilder state = TraceState.builder();
		for (int i = 0; i < 30; i++) {
			state.put("vendor" + i, "x".repeat(250));
		}
		SpanContext context = SpanContext.create("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7",
				TraceFlags.getSampled(), state.build());
		return Stream.of(EndedSpans.span().setSpanContext(context),
				EndedSpans.span().setLinks(List.of(LinkData.create(context))), EndedSpans.span().setAttributes(one),
				EndedSpans.span().setEvents(List.of(EventData.create(1, "exception", one))),
				EndedSpans.span().setLinks(List.of(LinkData.create(SpanContext.getInvalid(), one))),
				EndedSpans.span().setStatus(StatusData.create(StatusData.error().getStatusCode(), text)),
				EndedSpans.span().setAttributes(Attributes.of(list, List.of(text.substring(5_000), text))),
				EndedSpans.span()
					.setAttributes(Attributes.of(AttributeKey.longArrayKey("numbers"),
							Stream.iterate(Long.MIN_VALUE, (number) -> number + 1).limit(1_000).toList())),
				EndedSpans.span().setAttributes(Attributes.of(AttributeKey.valueKey("map"), Value.of(Value.of(text)))));
	}

	@Test
	void spanThatIsTooLargeGoesAlone() {
		SpanData small = EndedSpans.spans(1, EndedSpans.span()).get(0);
		SpanData huge = EndedSpans
			.spans(1, EndedSpans.span().setAttributes(Attributes.builder().put("body", "x".repeat(2_000_000)).build()))
			.get(0);
		assertThat(ExportParts.of(List.of(huge))).containsExactly(List.of(huge));
		assertThat(ExportParts.of(List.of(small, huge, small))).containsExactly(List.of(small), List.of(huge),
				List.of(small));
	}

	@Test
	void nothingStaysNothing() {
		assertThat(ExportParts.of(List.of())).containsExactly(List.of());
	}

}
