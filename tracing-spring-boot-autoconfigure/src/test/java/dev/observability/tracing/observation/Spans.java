// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.time.Duration;
import java.util.List;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The spans that an application made, also those that end after the response was sent.
 */
final class Spans {

	private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

	InMemorySpanExporter exporter() {
		return this.exporter;
	}

	List<SpanData> all() {
		return this.exporter.getFinishedSpanItems();
	}

	List<SpanData> ofTrace(String traceId) {
		return all().stream().filter((span) -> span.getTraceId().equals(traceId)).toList();
	}

	List<SpanData> ofTrace(String traceId, int count) {
		return await().pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(5))
			.until(() -> ofTrace(traceId), (spans) -> spans.size() >= count);
	}

	SpanData server(String traceId) {
		List<SpanData> servers = await().pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(5))
			.until(() -> servers(traceId), (spans) -> !spans.isEmpty());
		return assertThat(servers).singleElement().actual();
	}

	List<SpanData> servers(String traceId) {
		return ofTrace(traceId).stream().filter((span) -> span.getKind() == SpanKind.SERVER).toList();
	}

	static SpanData named(List<SpanData> spans, String name) {
		return assertThat(spans).filteredOn((span) -> span.getName().equals(name)).singleElement().actual();
	}

}
