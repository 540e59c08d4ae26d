// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.ExceptionEventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

/**
 * The exceptions that the waiting spans of a queue keep: each is charged once, with the
 * first span that has it, and let go with the last. Often several have the same, because
 * it passed through all of them. The charge is remembered: an exception can be changed
 * while it waits. Threads that end spans and that of the exporter.
 */
final class WaitingExceptions {

	private final Map<Identity, Held> held = new ConcurrentHashMap<>();

	/**
	 * Lists the exceptions of a span.
	 * @param span that ended
	 * @return one for each event, often none
	 */
	static List<Throwable> of(SpanData span) {
		List<Throwable> exceptions = null;
		List<EventData> events = span.getEvents();
		for (int i = 0; i < events.size(); i++) {
			if (events.get(i) instanceof ExceptionEventData event) {
				exceptions = (exceptions != null) ? exceptions : new ArrayList<>(1);
				exceptions.add(event.getException());
			}
		}
		return (exceptions != null) ? exceptions : List.of();
	}

	/**
	 * Notes that a span waits that has these.
	 * @param exceptions of the span
	 * @return bytes that they take and that nobody was charged yet
	 */
	long hold(List<Throwable> exceptions) {
		long more = 0;
		for (Throwable exception : exceptions) {
			Identity key = new Identity(exception);
			// Not while the map is locked: it asks the exception, which is the
			// application's
			long charge = this.held.containsKey(key) ? 0 : ExceptionCharge.of(exception);
			Held now = this.held.merge(key, new Held(1, charge), (known, added) -> known.with(1));
			more += (now.spans() == 1) ? now.bytes() : 0;
		}
		return more;
	}

	/**
	 * Notes that a span that has these does not wait any more.
	 * @param exceptions those that were held for it
	 * @return bytes that nobody is charged any more
	 */
	long letGo(List<Throwable> exceptions) {
		long less = 0;
		for (Throwable exception : exceptions) {
			long[] freed = new long[1];
			this.held.computeIfPresent(new Identity(exception), (key, known) -> {
				freed[0] = (known.spans() == 1) ? known.bytes() : 0;
				return (known.spans() == 1) ? null : known.with(-1);
			});
			less += freed[0];
		}
		return less;
	}

	void clear() {
		this.held.clear();
	}

	/**
	 * An exception, whatever its class says of equality.
	 *
	 * @param exception of a span
	 */
	private record Identity(Throwable exception) {

		@Override
		@SuppressWarnings("ReferenceEquality")
		public boolean equals(@Nullable Object other) {
			return other instanceof Identity that && that.exception == this.exception;
		}

		@Override
		public int hashCode() {
			return System.identityHashCode(this.exception);
		}

	}

	/**
	 * What is known of one.
	 *
	 * @param spans that wait and have it
	 * @param bytes that it was charged
	 */
	private record Held(int spans, long bytes) {

		Held with(int more) {
			return new Held(this.spans + more, this.bytes);
		}

	}

}
