// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

import io.opentelemetry.sdk.trace.samplers.SamplingDecision;

/**
 * The begin of the account of an application, where {@link ExportLedger} is the rest of
 * it: at any time, the spans that started and are to be exported have not ended, are held
 * back until it is known whether their run found work, were left out for it did not, or
 * were accepted by every exporter. Step 11, on the thread of the one who asks.
 *
 * @param started how many, as the SDK counts them
 * @param live how many have not ended
 * @param heldBack how many ended within a scheduled run that may be idle
 * @param idle how many were of an idle run
 * @param unaccounted what is left over at the exporter where that is most, zero but for
 * the moment between two counters; also where nobody counts the rest
 */
record StartedSpans(long started, long live, long heldBack, long idle, long unaccounted) {

	/** Counters are read one after the other, while spans go on. */
	private static final int ATTEMPTS = 5;

	/**
	 * Reads the counters.
	 * @param counts of spans that start
	 * @param runs those that may be idle
	 * @param losses of all exporters
	 * @param queues none where the application queues itself
	 * @return an account that is even, if one was seen
	 */
	static StartedSpans read(SpanCounts counts, IdleRuns runs, ExportLosses losses, List<ExportQueue> queues) {
		StartedSpans spans = once(counts, runs, losses, queues);
		for (int i = 1; i < ATTEMPTS && spans.unaccounted() != 0; i++) {
			spans = once(counts, runs, losses, queues);
		}
		return spans;
	}

	private static StartedSpans once(SpanCounts counts, IdleRuns runs, ExportLosses losses, List<ExportQueue> queues) {
		boolean unsampled = queues.stream().anyMatch((queue) -> queue.bounds().unsampled());
		long started = sum(counts::started, unsampled);
		long live = sum(counts::live, unsampled);
		long heldBack = runs.heldBack();
		long idle = losses.count(LossReason.IDLE);
		// Without our counter in the tracer provider nothing started
		long unaccounted = (started > 0) ? unaccounted(started - live - heldBack - idle, queues) : 0;
		return new StartedSpans(started, live, heldBack, idle, unaccounted);
	}

	private static long sum(ToLongFunction<SamplingDecision> count, boolean unsampled) {
		return count.applyAsLong(SamplingDecision.RECORD_AND_SAMPLE)
				+ (unsampled ? count.applyAsLong(SamplingDecision.RECORD_ONLY) : 0);
	}

	private static long unaccounted(long ended, List<ExportQueue> queues) {
		long most = 0;
		for (ExportQueue queue : queues) {
			for (ExportPipeline exit : queue.exits()) {
				long difference = ended - exit.ledger().acceptedSpans();
				most = (Math.abs(difference) > Math.abs(most)) ? difference : most;
			}
		}
		return most;
	}

	Map<String, Object> toMap() {
		Map<String, Object> map = new LinkedHashMap<>();
		map.put("started", this.started);
		map.put("live", this.live);
		map.put("heldBack", this.heldBack);
		map.put("idle", this.idle);
		map.put("unaccounted", this.unaccounted);
		return map;
	}

}
