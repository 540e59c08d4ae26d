// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * Spans that leave together or are lost together. Step 10 of a request; used by one
 * thread at a time, of the exporter or of its sender.
 */
interface ExportPart {

	/**
	 * Returns the number of spans.
	 * @return at least one, but for a batch of none
	 */
	int size();

	/**
	 * Sends them; again where the outcome before says that this may help.
	 * @return what becomes of this attempt; never completed exceptionally
	 */
	CompletableFuture<SendOutcome> send();

	/**
	 * Writes them as they would be sent, masked and encoded.
	 * @return {@code null} where the exporter encodes, or where they are closed
	 */
	byte @Nullable [] encoded();

	/**
	 * Frees what they hold, once. Any thread.
	 * @param idle whether no attempt is on its way that may still read them
	 */
	void close(boolean idle);

}
