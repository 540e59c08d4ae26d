// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.page.server;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

import com.sun.management.ThreadMXBean;
import dev.observability.tracing.export.SpanTap;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.ReadableSpan;

/**
 * What the page takes of the thread that ends a span: its CPU time and the bytes it
 * allocates, for spans in batches that fit the queue, each after the last was taken from
 * it.
 */
final class CaptureCost {

	private static final int BATCH = 1000;

	private static final long UNTIL_EMPTY_NANOS = 80_000_000;

	private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private final SpanTap tap;

	private final Tracer tracer;

	CaptureCost(SpanTap tap, OpenTelemetry openTelemetry) {
		this.tap = tap;
		this.tracer = openTelemetry.getTracer("benchmark");
	}

	/**
	 * Measures it.
	 * @param rounds how many batches, after half as many that are not counted
	 * @return nanoseconds of the median and of the 95th batch of a hundred, and bytes,
	 * all for one span
	 */
	String measure(int rounds) {
		double[] nanos = new double[rounds];
		long bytes = 0;
		for (int round = -rounds / 2; round < rounds; round++) {
			ReadableSpan[] spans = spans();
			LockSupport.parkNanos(UNTIL_EMPTY_NANOS);
			long bytesBefore = this.threads.getCurrentThreadAllocatedBytes();
			long before = this.threads.getCurrentThreadCpuTime();
			for (ReadableSpan span : spans) {
				this.tap.ended(span);
			}
			long after = this.threads.getCurrentThreadCpuTime();
			if (round >= 0) {
				nanos[round] = (after - before) / (double) BATCH;
				bytes = (this.threads.getCurrentThreadAllocatedBytes() - bytesBefore) / BATCH;
			}
			LockSupport.parkNanos(UNTIL_EMPTY_NANOS);
		}
		Arrays.sort(nanos);
		return nanos[rounds / 2] + " " + nanos[rounds * 95 / 100] + " " + bytes;
	}

	private ReadableSpan[] spans() {
		ReadableSpan[] spans = new ReadableSpan[BATCH];
		for (int i = 0; i < BATCH; i++) {
			Span span = this.tracer.spanBuilder("SELECT items").setSpanKind(SpanKind.CLIENT).setNoParent().startSpan();
			for (int attribute = 0; attribute < 12; attribute++) {
				span.setAttribute(AttributeKey.stringKey("attribute." + attribute), "value " + attribute);
			}
			span.end();
			spans[i] = (ReadableSpan) span;
		}
		return spans;
	}

}
