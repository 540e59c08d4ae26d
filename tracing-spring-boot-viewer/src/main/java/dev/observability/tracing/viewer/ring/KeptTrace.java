// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.ring;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.observability.tracing.viewer.trace.LogLine;
import dev.observability.tracing.viewer.trace.Origin;
import dev.observability.tracing.viewer.trace.SpanRecord;
import dev.observability.tracing.viewer.trace.TraceId;
import org.jspecify.annotations.Nullable;

/**
 * A trace that is kept, and still grows. Guarded by the lock of the ring.
 */
final class KeptTrace {

	private final TraceId id;

	private final List<SpanRecord> spans = new ArrayList<>();

	private final SpanPlaces places = new SpanPlaces(this.spans);

	private final List<LogLine> lines = new ArrayList<>(0);

	private final Set<Origin> origins = new HashSet<>();

	private long bytes = Charge.TRACE;

	private long startNanos = Long.MAX_VALUE;

	private long endNanos = Long.MIN_VALUE;

	private int errors;

	private int droppedSpans;

	private int droppedLines;

	private boolean pinned;

	private boolean imported;

	private long changedNanos;

	private @Nullable TraceSummary summary;

	private AttributeSearch.@Nullable Progress progress;

	KeptTrace(TraceId id) {
		this.id = id;
	}

	TraceId id() {
		return this.id;
	}

	AttributeSearch.@Nullable Progress progress() {
		return this.progress;
	}

	void progress(AttributeSearch.Progress progress) {
		this.progress = progress;
	}

	List<SpanRecord> spans() {
		return this.spans;
	}

	List<LogLine> lines() {
		return this.lines;
	}

	long bytes() {
		return this.bytes;
	}

	boolean isPinned() {
		return this.pinned;
	}

	boolean contains(SpanRecord span) {
		return this.places.contains(span);
	}

	void add(SpanRecord span) {
		this.spans.add(span);
		this.places.added();
		this.bytes += Charge.of(span) + charge(span.origin());
		this.startNanos = Math.min(this.startNanos, span.startNanos());
		this.endNanos = Math.max(this.endNanos, Math.max(span.startNanos(), span.endNanos()));
		this.errors += span.isError() ? 1 : 0;
		this.summary = null;
	}

	void add(LogLine line) {
		this.lines.add(line);
		this.bytes += Charge.of(line) + charge(line.origin());
		this.summary = null;
	}

	private long charge(Origin origin) {
		return this.origins.add(origin) ? Charge.of(origin) : 0;
	}

	void dropSpan() {
		this.droppedSpans++;
		this.summary = null;
	}

	void dropLine() {
		this.droppedLines++;
		this.summary = null;
	}

	void pin(boolean pinned) {
		this.pinned = pinned;
		this.summary = null;
	}

	void imported() {
		this.imported = true;
		this.summary = null;
	}

	void changed(long nanoTime) {
		this.changedNanos = nanoTime;
	}

	boolean isOlder(long nanos, long nanoTime) {
		return nanoTime - this.changedNanos > nanos;
	}

	// However old it is
	boolean isWanted() {
		return this.pinned || this.imported;
	}

	boolean isSheltered(long slowNanos) {
		return isWanted() || this.errors > 0 || duration() >= slowNanos;
	}

	private long duration() {
		return this.spans.isEmpty() ? 0 : Math.max(0, this.endNanos - this.startNanos);
	}

	TraceSummary summary() {
		TraceSummary known = this.summary;
		if (known == null) {
			known = summarize();
			this.summary = known;
		}
		return known;
	}

	private TraceSummary summarize() {
		SpanRecord root = root();
		return new TraceSummary(this.id, (root != null) ? root.name() : "",
				(root != null) ? root.origin().service() : "", (root != null) ? root.kind() : 0,
				(root != null) ? root.id() : 0, root != null && root.parentId() == 0, services(),
				this.spans.isEmpty() ? 0 : this.startNanos, duration(), this.spans.size(), this.errors,
				this.lines.size(),
				(root != null && root.fields().get("http.response.status_code") instanceof Long status) ? status : null,
				this.droppedSpans, this.droppedLines, this.pinned, this.imported);
	}

	/*
	 * The one without parent, else the earliest whose parent is not here, else, in a
	 * circle, the earliest.
	 */
	private @Nullable SpanRecord root() {
		Set<Long> ids = new HashSet<>();
		this.spans.forEach((span) -> ids.add(span.id()));
		SpanRecord best = null;
		int bestRank = Integer.MAX_VALUE;
		for (SpanRecord span : this.spans) {
			int rank = (span.parentId() == 0) ? 0 : ids.contains(span.parentId()) ? 2 : 1;
			if (best == null || rank < bestRank || (rank == bestRank && span.startNanos() < best.startNanos())) {
				best = span;
				bestRank = rank;
			}
		}
		return best;
	}

	private List<TraceSummary.Service> services() {
		Map<String, int[]> counts = new LinkedHashMap<>();
		for (SpanRecord span : this.spans) {
			int[] count = counts.computeIfAbsent(span.origin().service(), (name) -> new int[2]);
			count[0]++;
			count[1] += span.isError() ? 1 : 0;
		}
		return counts.entrySet()
			.stream()
			.map((entry) -> new TraceSummary.Service(entry.getKey(), entry.getValue()[0], entry.getValue()[1]))
			.toList();
	}

}
