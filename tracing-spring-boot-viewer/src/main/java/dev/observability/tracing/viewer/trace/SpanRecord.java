// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.trace;

import java.util.List;

/**
 * A span that has ended, as the page knows it. Immutable, without anything of the
 * application in it.
 *
 * @param trace its trace
 * @param id its id, not 0
 * @param parentId id of its parent, 0 without one
 * @param flags as in OTLP: the W3C flags, and from bit 8 whether the parent is remote
 * @param traceState the header, empty without one
 * @param origin who said it
 * @param name its name
 * @param kind as in OTLP: 0 unknown, 1 internal, 2 server, 3 client, 4 producer, 5
 * consumer
 * @param startNanos nanoseconds since the epoch
 * @param endNanos nanoseconds since the epoch; may be before the start
 * @param status as in OTLP: 0 unset, 1 OK, 2 error
 * @param statusMessage what is said of an error, or empty
 * @param fields its attributes
 * @param events its events
 * @param links its links
 * @param dropped what did not fit
 * @since 0.1.0
 */
public record SpanRecord(TraceId trace, long id, long parentId, int flags, String traceState, Origin origin,
		String name, int kind, long startNanos, long endNanos, int status, String statusMessage, Fields fields,
		List<Event> events, List<Link> links, Dropped dropped) {

	/** Characters of the name of a span or of an event at most. */
	public static final int MAX_NAME = 1024;

	/** Characters of what is said of an error at most. */
	public static final int MAX_STATUS_MESSAGE = 4096;

	/** Characters of the trace state at most. */
	public static final int MAX_TRACE_STATE = 512;

	/** Events and links of a span at most. */
	public static final int MAX_PARTS = 128;

	/** Kind of a received request. */
	public static final int SERVER = 2;

	/** Kind of a call. */
	public static final int CLIENT = 3;

	/** Kind of a sent message. */
	public static final int PRODUCER = 4;

	/** Kind of a received message. */
	public static final int CONSUMER = 5;

	/** Of the flags: whether that of {@link #REMOTE_PARENT} is known. */
	public static final int KNOWS_PARENT = 0x100;

	/** Of the flags: whether the parent is of another process. */
	public static final int REMOTE_PARENT = 0x200;

	/** Status of a span that failed. */
	public static final int ERROR = 2;

	/**
	 * Returns whether the span failed.
	 * @return whether its status is {@link #ERROR}
	 */
	public boolean isError() {
		return this.status == ERROR;
	}

	/**
	 * Returns whether it is the first of its trace in its process.
	 * @return whether it has no parent, or one of another process
	 */
	public boolean isLocalRoot() {
		return this.parentId == 0 || (this.flags & REMOTE_PARENT) != 0;
	}

	/**
	 * Returns how long it took.
	 * @return nanoseconds, 0 where it ended before it began
	 */
	public long durationNanos() {
		return Math.max(0, this.endNanos - this.startNanos);
	}

	/**
	 * Returns the same span of another origin.
	 * @param origin who said it
	 * @return a copy
	 */
	public SpanRecord of(Origin origin) {
		return new SpanRecord(this.trace, this.id, this.parentId, this.flags, this.traceState, origin, this.name,
				this.kind, this.startNanos, this.endNanos, this.status, this.statusMessage, this.fields, this.events,
				this.links, this.dropped);
	}

	/**
	 * Something that happened while the span was open.
	 *
	 * @param timeNanos nanoseconds since the epoch
	 * @param name its name
	 * @param fields its attributes
	 */
	public record Event(long timeNanos, String name, Fields fields) {
	}

	/**
	 * Another span that has to do with it.
	 *
	 * @param trace trace of the other
	 * @param spanId id of the other
	 * @param fields attributes of the link
	 */
	public record Link(TraceId trace, long spanId, Fields fields) {
	}

	/**
	 * What the span had and the page does not.
	 *
	 * @param fields number of attributes
	 * @param events number of events
	 * @param links number of links
	 */
	public record Dropped(int fields, int events, int links) {

		/** Nothing is missing. */
		public static final Dropped NONE = new Dropped(0, 0, 0);

	}

}
