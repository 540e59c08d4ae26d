// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.ring;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;

import dev.observability.tracing.viewer.trace.TraceId;
import org.jspecify.annotations.Nullable;

/**
 * All traces that are kept, in the order in which they changed, and who goes when a bound
 * is reached. Guarded by the lock of the ring.
 */
final class KeptTraces {

	private final RingLimits limits;

	/** Told why how much had to go. */
	private final ObjLongConsumer<RingLoss> evicted;

	/** Those that go first, the one that has not changed for longest at the beginning. */
	private final LinkedHashMap<TraceId, KeptTrace> recent = new LinkedHashMap<>();

	/** Those with a share of their own, in the same order. */
	private final LinkedHashMap<TraceId, KeptTrace> sheltered = new LinkedHashMap<>();

	/**
	 * Those of which only log lines came so far. Nobody sees them, so they have a place
	 * of their own and push out nothing but each other.
	 */
	private final LinkedHashMap<TraceId, KeptTrace> unseen = new LinkedHashMap<>();

	private long bytes;

	private long shelteredBytes;

	private long unseenBytes;

	private int spans;

	private int lines;

	KeptTraces(RingLimits limits, ObjLongConsumer<RingLoss> evicted) {
		this.limits = limits;
		this.evicted = evicted;
	}

	@Nullable KeptTrace find(TraceId id) {
		KeptTrace trace = this.recent.get(id);
		if (trace == null) {
			trace = this.sheltered.get(id);
		}
		return (trace != null) ? trace : this.unseen.get(id);
	}

	/**
	 * Changes a trace, which becomes the youngest, and makes place for what it grew by.
	 * @param id its id; it is made where it is not there
	 * @param nanoTime the time
	 * @param change what to do with it
	 */
	void change(TraceId id, long nanoTime, Consumer<KeptTrace> change) {
		KeptTrace trace = find(id);
		if (trace == null) {
			trace = new KeptTrace(id);
		}
		else {
			remove(trace);
		}
		change.accept(trace);
		trace.changed(nanoTime);
		add(trace);
		makePlace();
	}

	private void add(KeptTrace trace) {
		this.bytes += trace.bytes();
		this.spans += trace.spans().size();
		this.lines += trace.lines().size();
		if (trace.spans().isEmpty()) {
			this.unseen.put(trace.id(), trace);
			this.unseenBytes += trace.bytes();
		}
		else if (trace.isSheltered(this.limits.slowNanos())) {
			this.sheltered.put(trace.id(), trace);
			this.shelteredBytes += trace.bytes();
		}
		else {
			this.recent.put(trace.id(), trace);
		}
	}

	private void remove(KeptTrace trace) {
		if (this.sheltered.remove(trace.id()) != null) {
			this.shelteredBytes -= trace.bytes();
		}
		else if (this.unseen.remove(trace.id()) != null) {
			this.unseenBytes -= trace.bytes();
		}
		else {
			this.recent.remove(trace.id());
		}
		this.bytes -= trace.bytes();
		this.spans -= trace.spans().size();
		this.lines -= trace.lines().size();
	}

	private void makePlace() {
		while (isUnseenFull()) {
			evictUnseen();
		}
		for (RingLoss loss = reached(); loss != null; loss = reached()) {
			if (size() > 0) {
				remove(oldest());
				this.evicted.accept(loss, 1);
			}
			else {
				evictUnseen();
			}
		}
	}

	// The youngest stays, whose spans are to come; how long it grows is bounded elsewhere
	private boolean isUnseenFull() {
		return this.unseen.size() > 1 && (this.unseen.size() > this.limits.traces()
				|| this.unseenBytes > this.limits.bytes() * RingLimits.UNSEEN_SHARE);
	}

	private void evictUnseen() {
		evictUnseen(this.unseen.values().iterator().next());
	}

	private void evictUnseen(KeptTrace trace) {
		remove(trace);
		this.evicted.accept(RingLoss.LOGS, trace.lines().size());
	}

	private @Nullable RingLoss reached() {
		if (this.bytes > this.limits.bytes()) {
			return RingLoss.BYTES;
		}
		if (this.spans > this.limits.spans()) {
			return RingLoss.SPANS;
		}
		return (size() > this.limits.traces()) ? RingLoss.TRACES : null;
	}

	private KeptTrace oldest() {
		if (this.recent.isEmpty() || isShelterFull()) {
			for (KeptTrace trace : this.sheltered.values()) {
				if (!trace.isPinned()) {
					return trace;
				}
			}
		}
		return (this.recent.isEmpty() ? this.sheltered : this.recent).values().iterator().next();
	}

	private boolean isShelterFull() {
		return this.shelteredBytes > this.limits.bytes() * RingLimits.SHELTERED_SHARE
				|| this.sheltered.size() > this.limits.traces() * RingLimits.SHELTERED_SHARE;
	}

	/**
	 * Lets those go that have not changed for too long.
	 * @param nanoTime the time
	 * @return whether there were any
	 */
	boolean forgetOld(long nanoTime) {
		List<KeptTrace> old = new ArrayList<>(0);
		old(this.recent, nanoTime, old);
		old(this.sheltered, nanoTime, old);
		for (KeptTrace trace : old) {
			remove(trace);
			this.evicted.accept(RingLoss.AGE, 1);
		}
		List<KeptTrace> unseen = new ArrayList<>(0);
		old(this.unseen, nanoTime, unseen);
		unseen.forEach(this::evictUnseen);
		return !old.isEmpty() || !unseen.isEmpty();
	}

	// In the order of their changes, so that the first that is young ends it
	private void old(Map<TraceId, KeptTrace> traces, long nanoTime, List<KeptTrace> old) {
		for (KeptTrace trace : traces.values()) {
			if (!trace.isOlder(this.limits.ageNanos(), nanoTime)) {
				return;
			}
			if (!trace.isWanted()) {
				old.add(trace);
			}
		}
	}

	void clear() {
		this.recent.clear();
		this.sheltered.clear();
		this.unseen.clear();
		this.bytes = 0;
		this.shelteredBytes = 0;
		this.unseenBytes = 0;
		this.spans = 0;
		this.lines = 0;
	}

	void forEach(Consumer<KeptTrace> visitor) {
		this.recent.values().forEach(visitor);
		this.sheltered.values().forEach(visitor);
		this.unseen.values().forEach(visitor);
	}

	// Of those that can be seen
	private int size() {
		return this.recent.size() + this.sheltered.size();
	}

	long bytes() {
		return this.bytes;
	}

	int spans() {
		return this.spans;
	}

	int lines() {
		return this.lines;
	}

}
