// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.diagnostics;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * One exporter at one moment. Made when somebody asks, step 11.
 *
 * @param target where it sends, masked, such as {@code http://localhost:4317 (grpc)}
 * @param pipeline the way of a span to it, in one line
 * @param reach whether spans arrive
 * @param since when {@code reach} became what it is
 * @param lastFailure the newest one, {@code null} where there was none
 * @param spans what became of its spans
 * @param queue what waits before it, {@code null} where the application queues itself
 * @since 0.1.0
 */
public record ExporterReport(String target, String pipeline, Reach reach, Instant since, @Nullable Failure lastFailure,
		Spans spans, @Nullable Queue queue) {

	Map<String, Object> toMap() {
		Map<String, Object> map = new LinkedHashMap<>();
		map.put("target", this.target);
		map.put("pipeline", this.pipeline);
		map.putAll(state());
		map.put("spans", this.spans.toMap());
		if (this.queue != null) {
			map.put("queue", this.queue.toMap());
		}
		return map;
	}

	Map<String, Object> state() {
		Map<String, Object> map = new LinkedHashMap<>();
		map.put("reach", this.reach.toString());
		map.put("since", this.since.toString());
		if (this.lastFailure != null) {
			map.put("lastFailure", Map.of("text", this.lastFailure.text(), "at", this.lastFailure.at().toString()));
		}
		return map;
	}

	/**
	 * Whether spans arrive at a collector.
	 */
	public enum Reach {

		/** None was sent yet. */
		NOT_TRIED,

		/** The newest export succeeded. */
		REACHED,

		/** Exports fail. */
		AWAY;

		@Override
		public String toString() {
			return name().toLowerCase(Locale.ROOT).replace('_', '-');
		}

	}

	/**
	 * Why an export failed.
	 *
	 * @param text such as {@code Connection refused} or {@code HTTP 503}; no secret
	 * @param at when
	 */
	public record Failure(String text, Instant at) {

	}

	/**
	 * What became of the spans that were to be exported. At any time
	 * {@code accepted + restored = exported + inFlight + spooled + lost}.
	 *
	 * @param accepted how many ended and were to be exported
	 * @param restored how many another process left on disk
	 * @param exported how many a collector took
	 * @param inFlight how many wait or are being sent
	 * @param spooled how many are on disk
	 * @param lost how many are lost, by reason
	 * @param lostAt when the newest of them was lost, by reason; nothing for a reason for
	 * which none was
	 */
	public record Spans(long accepted, long restored, long exported, long inFlight, long spooled,
			Map<String, Long> lost, Map<String, Instant> lostAt) {

		/**
		 * How many of them are lost for a reason.
		 * @param reason such as {@code queue_full}
		 * @return how many, zero for a reason that does not exist
		 */
		public long lost(String reason) {
			return this.lost.getOrDefault(reason, 0L);
		}

		/**
		 * How many spans nobody knows anything of.
		 * @return zero, but for the moment between two counters
		 */
		public long unaccounted() {
			long lost = this.lost.values().stream().mapToLong(Long::longValue).sum();
			return this.accepted + this.restored - this.exported - this.inFlight - this.spooled - lost;
		}

		private Map<String, Object> toMap() {
			Map<String, Object> map = new LinkedHashMap<>();
			map.put("accepted", this.accepted);
			map.put("restored", this.restored);
			map.put("exported", this.exported);
			map.put("inFlight", this.inFlight);
			map.put("spooled", this.spooled);
			map.put("lost", this.lost);
			Map<String, String> times = new LinkedHashMap<>();
			this.lostAt.forEach((reason, at) -> times.put(reason, at.toString()));
			map.put("lostAt", times);
			map.put("unaccounted", unaccounted());
			return map;
		}

	}

	/**
	 * What waits before an exporter, and what it is sending.
	 *
	 * @param spans how many
	 * @param maxSpans bound of {@code spans}
	 * @param bytes memory that they are charged
	 * @param maxBytes bound of {@code bytes}
	 */
	public record Queue(long spans, long maxSpans, long bytes, long maxBytes) {

		private Map<String, Object> toMap() {
			Map<String, Object> map = new LinkedHashMap<>();
			map.put("spans", this.spans);
			map.put("maxSpans", this.maxSpans);
			map.put("bytes", this.bytes);
			map.put("maxBytes", this.maxBytes);
			return map;
		}

	}

}
