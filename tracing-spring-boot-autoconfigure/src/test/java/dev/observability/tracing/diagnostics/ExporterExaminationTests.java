// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.diagnostics;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How sure the doctor is of what went wrong, as time goes by.
 */
class ExporterExaminationTests {

	private static final String NEWEST = "2026-08-01T10:15:30.123Z";

	private final ExporterReport.Failure failure = new ExporterReport.Failure("Connection refused", Instant.EPOCH);

	@ParameterizedTest
	@ValueSource(strings = { "rejected", "queue_full", "memory_full" })
	void whatIsBeingLostIsSure(String reason) {
		assertThat(examine("2026-08-01T11:15:30.123Z", lost(reason), null)).singleElement().satisfies((finding) -> {
			assertThat(finding.confidence()).isEqualTo(Confidence.HIGH);
			assertThat(finding.seen()).startsWith("3 spans").doesNotContain("2026");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "rejected", "queue_full", "memory_full" })
	void whatWasLostMoreThanAnHourAgoMayBeOver(String reason) {
		assertThat(examine("2026-08-01T11:15:30.124Z", lost(reason), null)).singleElement().satisfies((finding) -> {
			assertThat(finding.confidence()).isEqualTo(Confidence.LOW);
			assertThat(finding.seen()).startsWith("3 spans").endsWith(", the last of them at 2026-08-01T10:15:30Z");
		});
	}

	@ParameterizedTest
	@CsvSource({ "queue_full, memory_full", "memory_full, queue_full" })
	void theNewestOfBothKindsOfRoomCounts(String older, String newer) {
		ExporterReport.Spans spans = spans(Map.of(older, 1L, newer, 1L),
				Map.of(older, Instant.EPOCH, newer, Instant.parse(NEWEST)));
		assertThat(examine("2026-08-01T10:16:00Z", spans, null)).extracting(Finding::confidence)
			.containsExactly(Confidence.HIGH);
	}

	// Between the count and its time
	@Test
	void whatHasNoTimeYetIsBeingLost() {
		assertThat(examine("2026-08-01T11:16:00Z", spans(Map.of("rejected", 1L), Map.of()), null))
			.extracting(Finding::confidence)
			.containsExactly(Confidence.HIGH);
	}

	@Test
	void aCollectorThatWasAwayExplainsAFullQueueAtAnyTime() {
		assertThat(examine("2026-08-01T10:16:00Z", lost("queue_full"), this.failure)).singleElement()
			.satisfies((finding) -> {
				assertThat(finding.confidence()).isEqualTo(Confidence.LOW);
				assertThat(finding.seen()).endsWith("maybe while the collector was away");
			});
	}

	private static ExporterReport.Spans lost(String reason) {
		return spans(Map.of(reason, 3L), Map.of(reason, Instant.parse(NEWEST)));
	}

	private static ExporterReport.Spans spans(Map<String, Long> lost, Map<String, Instant> lostAt) {
		return new ExporterReport.Spans(10, 0, 7, 0, 0, lost, lostAt);
	}

	private static List<Finding> examine(String now, ExporterReport.Spans spans,
			ExporterReport.@Nullable Failure failure) {
		ExporterReport report = new ExporterReport("http://localhost:4317 (grpc)", "", ExporterReport.Reach.REACHED,
				Instant.EPOCH, failure, spans, null);
		return new ExporterExamination(Clock.fixed(Instant.parse(now), ZoneOffset.UTC)).examine(report, null, null);
	}

}
