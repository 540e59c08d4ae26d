// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.ring;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.observability.tracing.viewer.trace.FieldsBuilder;
import dev.observability.tracing.viewer.trace.SpanRecord;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a full {@link Ring} really takes of the heap.
 */
class RingHeapTests {

	private static final long LIMIT = 32 << 20;

	private static final double TOLERANCE = 1.3;

	@Test
	void aFullRingTakesNoMoreThanItCounts() {
		Ring ring = new Ring(new RingLimits(LIMIT, 100_000, 10_000_000, 10_000, TimeUnit.SECONDS.toNanos(1)));
		long before = usedHeap();
		long id = 0;
		while (ring.list(RingTests.everything()).losses().getOrDefault(RingLoss.BYTES, 0L) == 0) {
			for (int i = 0; i < 1000; i++) {
				ring.span(span(++id));
			}
		}
		long charged = ring.list(RingTests.everything()).bytes();
		long retained = usedHeap() - before;
		assertThat(charged).isBetween(LIMIT / 2, LIMIT);
		assertThat((double) retained).isLessThan(charged * TOLERANCE);
		assertThat(ring.list(RingTests.everything()).total()).isPositive();
	}

	// Every value its own, so that nothing is shared
	private static SpanRecord span(long id) {
		FieldsBuilder fields = new FieldsBuilder().put("http.request.method", new String("GET"))
			.put("url.path", "/orders/" + id)
			.put("http.response.status_code", 200L + id % 10_000)
			.put("thread.name", "http-nio-8080-exec-" + id)
			.put("ratio", id / 3.0)
			.put("list", List.of("a" + id, "b" + id));
		Spans trace = Spans.of(1 + id / 10);
		SpanRecord span = trace.span(id, id / 10, "GET /orders/{id}", id, id + 5, 0, fields.build());
		SpanRecord.Event event = new SpanRecord.Event(id, "happened", new FieldsBuilder().put("n", "n" + id).build());
		return new SpanRecord(span.trace(), span.id(), span.parentId(), span.flags(), "ot=th:" + id, span.origin(),
				span.name(), span.kind(), span.startNanos(), span.endNanos(), span.status(), span.statusMessage(),
				span.fields(), List.of(event), List.of(new SpanRecord.Link(trace.trace(), id, event.fields())),
				span.dropped());
	}

	private static long usedHeap() {
		long used = Long.MAX_VALUE;
		for (int i = 0; i < 4; i++) {
			System.gc();
			used = Math.min(used, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
		}
		return used;
	}

}
