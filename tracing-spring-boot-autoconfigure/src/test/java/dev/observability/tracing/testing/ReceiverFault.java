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

	/** HTTP 503, gRPC {@code UNAVAILABLE}; nothing is stored. */
	UNAVAILABLE,

	/**
	 * HTTP 200 and gRPC {@code OK} with bytes that are no protobuf; nothing is stored.
	 */
	GARBAGE,

	/** A connection is accepted and reset after its first byte. */
	RESET

}
