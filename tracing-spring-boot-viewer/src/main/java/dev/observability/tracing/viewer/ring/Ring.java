// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.ring;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import dev.observability.tracing.redaction.Redactor;
import dev.observability.tracing.viewer.trace.LogLine;
import dev.observability.tracing.viewer.trace.MaskedSink;
import dev.observability.tracing.viewer.trace.RecordMask;
import dev.observability.tracing.viewer.trace.SpanRecord;
import dev.observability.tracing.viewer.trace.TraceId;
import dev.observability.tracing.viewer.trace.TraceSink;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the traces of the last while in memory, within {@link RingLimits}. When a bound
 * is reached whole traces go, the one that has not changed for longest first; those with
 * an error, slow, pinned or imported ones only when they fill more than their share. What
 * nobody pinned or imported goes as well when it has not changed for too long. Steps 10
 * and 11 of a request: written by the thread that captures, with what is masked already,
 * and by those that receive OTLP; read by those of the page; one lock, held for a moment.
 *
 * @since 0.1.0
 */
public final class Ring implements TraceSink {

	/** No trace may push all others out. */
	private static final int TRACES_AT_LEAST = 2;

	/** How often old ones are looked for: that walks over all that are pinned. */
	private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final RingLimits limits;

	private final LongSupplier nanoTime;

	private final int spansPerTrace;

	private final SharedTexts texts = new SharedTexts();

	private final KeptTraces traces;

	private final RecordMask mask;

	private final AtomicLongArray losses = new AtomicLongArray(RingLoss.values().length);

	/** That of the last list by attributes. */
	private AttributeSearch search = AttributeSearch.NONE;

	private final AtomicLong sequence = new AtomicLong(1);

	private long lookedNanos;

	/**
	 * Creates an empty ring.
	 * @param limits how much it keeps
	 */
	public Ring(RingLimits limits) {
		this(limits, System::nanoTime, Redactor.standard());
	}

	/**
	 * Creates an empty ring.
	 * @param limits how much it keeps
	 * @param nanoTime the clock, as {@link System#nanoTime()}
	 * @param redactor the rules for what comes from elsewhere
	 */
	public Ring(RingLimits limits, LongSupplier nanoTime, Redactor redactor) {
		this.limits = limits;
		this.mask = new RecordMask(redactor);
		this.nanoTime = nanoTime;
		this.lookedNanos = nanoTime.getAsLong();
		this.spansPerTrace = Math.max(1, Math.min(limits.spansPerTrace(), limits.spans() / TRACES_AT_LEAST));
		this.traces = new KeptTraces(limits, this::lost);
	}

	/**
	 * Returns a number that grows with every change. Any thread; does not wait.
	 * @return the number of changes
	 */
	public long sequence() {
		return this.sequence.get();
	}

	/**
	 * Returns how much is kept at most.
	 * @return the bounds
	 */
	public RingLimits limits() {
		return this.limits;
	}

	/**
	 * Returns the rules for what comes from elsewhere.
	 * @return the rules
	 */
	public RecordMask mask() {
		return this.mask;
	}

	/**
	 * Notes a change of something else that the page shows. Any thread; does not wait.
	 */
	public void changed() {
		this.sequence.incrementAndGet();
	}

	@Override
	public void span(SpanRecord span) {
		add(span, false);
	}

	/**
	 * Returns a sink for what another service sends in one request, which is masked here.
	 * What is here already is left out.
	 * @return a sink into this ring
	 */
	public TraceSink received() {
		return new MaskedSink(new RingBatch(this, false), this.mask);
	}

	/**
	 * Returns a sink for what comes from one file: as what is received, and sheltered.
	 * @return a sink into this ring
	 */
	public TraceSink imports() {
		return new MaskedSink(new RingBatch(this, true), this.mask);
	}

	// A sender that got no answer in time sends again, and a file may be of this page
	synchronized void add(SpanRecord span, boolean imported) {
		this.traces.change(span.trace(), this.nanoTime.getAsLong(), (trace) -> {
			if (imported) {
				trace.imported();
			}
			if (trace.contains(span)) {
				return;
			}
			if (trace.spans().size() >= this.spansPerTrace || isTooBig(trace, Charge.of(span))) {
				trace.dropSpan();
				lost(RingLoss.SPANS_PER_TRACE, 1);
			}
			else {
				trace.add(this.texts.share(span, trace.id()));
			}
		});
		this.sequence.incrementAndGet();
	}

	@Override
	public void line(LogLine line) {
		add(line, null);
	}

	synchronized void add(LogLine line, @Nullable RingBatch batch) {
		if (line.trace() == null) {
			return;
		}
		this.traces.change(line.trace(), this.nanoTime.getAsLong(), (trace) -> {
			if (batch != null && batch.repeats(trace, line)) {
				return;
			}
			if (trace.lines().size() >= RingLimits.LINES_PER_TRACE || isTooBig(trace, Charge.of(line))) {
				trace.dropLine();
				lost(RingLoss.LOGS, 1);
			}
			else {
				trace.add(this.texts.share(line, trace.id()));
			}
		});
		this.sequence.incrementAndGet();
	}

	private boolean isTooBig(KeptTrace trace, long more) {
		return trace.bytes() + more > this.limits.bytes() / TRACES_AT_LEAST;
	}

	/**
	 * Counts what did not get as far as the ring, or does not fit. Any thread.
	 * @param loss why
	 * @param count how many
	 */
	public void lost(RingLoss loss, long count) {
		this.losses.addAndGet(loss.ordinal(), count);
	}

	/**
	 * Lets those traces go that have not changed for too long. To be called every now and
	 * then; looks once a second at most.
	 */
	public synchronized void forgetOld() {
		long now = this.nanoTime.getAsLong();
		if (now - this.lookedNanos >= LOOK_NANOS) {
			this.lookedNanos = now;
			if (this.traces.forgetOld(now)) {
				this.sequence.incrementAndGet();
			}
		}
	}

	/** Forgets all traces, pinned ones, too. */
	public synchronized void clear() {
		this.traces.clear();
		this.texts.clear();
		this.search = AttributeSearch.NONE;
		this.sequence.incrementAndGet();
	}

	/**
	 * Pins a trace, so that it stays as long as anything can, or lets it go.
	 * @param id its id
	 * @param pinned whether it is to stay
	 * @return whether there is such a trace
	 */
	public synchronized boolean pin(TraceId id, boolean pinned) {
		if (this.traces.find(id) == null) {
			return false;
		}
		this.traces.change(id, this.nanoTime.getAsLong(), (trace) -> trace.pin(pinned));
		this.sequence.incrementAndGet();
		return true;
	}

	/**
	 * Returns a trace.
	 * @param id its id
	 * @return a copy of what is known now, or {@code null}
	 */
	public synchronized @Nullable TraceView find(TraceId id) {
		KeptTrace trace = this.traces.find(id);
		return (trace != null) ? new TraceView(trace.summary(), List.copyOf(trace.spans()), List.copyOf(trace.lines()))
				: null;
	}

	/**
	 * Returns the traces that a query asks for.
	 * @param query the query
	 * @return what is to be listed, with what is known of the whole ring
	 */
	public synchronized TraceList list(TraceQuery query) {
		List<TraceSummary> all = new ArrayList<>();
		List<TraceSummary> found = new ArrayList<>();
		TraceMatch match = new TraceMatch(query, search(query.attributes()));
		this.traces.forEach((trace) -> {
			// Log lines come before the first span has ended
			if (!trace.spans().isEmpty()) {
				all.add(trace.summary());
				if (match.test(trace)) {
					found.add(trace.summary());
				}
			}
		});
		found.sort(query.sort().order());
		Set<String> services = new TreeSet<>();
		all.forEach((trace) -> trace.services().forEach((service) -> services.add(service.name())));
		return new TraceList(this.sequence.get(), all.size(), found.size(),
				List.copyOf(found.subList(0, Math.min(found.size(), query.limit()))), List.copyOf(services),
				this.traces.spans(), this.traces.lines(), this.traces.bytes(), losses());
	}

	private AttributeSearch search(List<TraceQuery.Attribute> attributes) {
		if (attributes.isEmpty()) {
			return AttributeSearch.NONE;
		}
		if (!this.search.isFor(attributes)) {
			this.search = new AttributeSearch(attributes);
		}
		return this.search;
	}

	private Map<RingLoss, Long> losses() {
		Map<RingLoss, Long> counts = new EnumMap<>(RingLoss.class);
		for (RingLoss loss : RingLoss.values()) {
			counts.put(loss, this.losses.get(loss.ordinal()));
		}
		return counts;
	}

	/**
	 * Looks at every span that is kept.
	 * @param visitor asked for each, under the lock
	 */
	public synchronized void visit(Consumer<SpanRecord> visitor) {
		this.traces.forEach((trace) -> trace.spans().forEach(visitor));
	}

}
