// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.testing;

/**
 * What an {@link OtlpReceiver} does wrong, over both protocols, until told otherwise.
 */
public enum ReceiverFault {

	/** Nothing: every export is stored and acknowledged. */
	NONE,

	/** The ports are closed and stay reserved; a connection attempt is refused. */
	REFUSE,

	/** Requests are read and never answered; lifting it breaks their connections. */
	HANG,

	/** Every export is stored and acknowledged, a tenth of a second late. */
	DELAY,

	/** HTTP 503, gRPC {@code UNAVAILABLE}; nothing is stored. */
	UNAVAILABLE,

	/** The same, asking to be left alone for a second. */
	UNAVAILABLE_RETRY_AFTER,

	/** HTTP 429, gRPC {@code RESOURCE_EXHAUSTED}; nothing is stored. */
	THROTTLED,

	/** The same, asking to be left alone for a second. */
	THROTTLED_RETRY_AFTER,

	/**
	 * HTTP 200 and gRPC {@code OK} with bytes that are no protobuf; nothing is stored.
	 */
	GARBAGE,

	/**
	 * An answer of success breaks off within its message: its header and a few bytes,
	 * then the connection closes. Nothing is stored.
	 */
	CUT(true),

	/**
	 * An answer of success comes byte by byte, one in a twentieth of a second, and does
	 * not end within a minute; lifting it breaks the connections. Nothing is stored.
	 */
	DRIP(true),

	/** A connection is accepted and reset after its first byte. */
	RESET(true),

	/**
	 * A connection is accepted and answered with what is neither TLS nor HTTP.
	 */
	BAD_TLS(true);

	private final boolean ofPort;

	ReceiverFault() {
		this(false);
	}

	ReceiverFault(boolean ofPort) {
		this.ofPort = ofPort;
	}

	// Whether something else than the server is behind the port
	boolean isOfPort() {
		return this.ofPort || this == REFUSE;
	}

}
