// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;

/**
 * Makes spans as a processor hands them to an exporter.
 */
final class EndedSpans {

	private EndedSpans() {
	}

	static TestSpanData.Builder span() {
		return TestSpanData.builder()
			.setName("span")
			.setKind(SpanKind.INTERNAL)
			.setStatus(StatusData.unset())
			.setStartEpochNanos(1)
			.setEndEpochNanos(2)
			.setHasEnded(true);
	}

	static List<SpanData> spans(int count, TestSpanData.Builder span) {
		List<SpanData> spans = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			spans.add(span.build());
		}
		return spans;
	}

}
