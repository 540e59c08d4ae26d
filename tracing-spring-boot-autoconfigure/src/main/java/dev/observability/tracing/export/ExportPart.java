// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import io.opentelemetry.sdk.common.CompletableResultCode;

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
	 * Sends them; called once at most.
	 * @return their fate
	 */
	CompletableResultCode send();

	/**
	 * Takes them for lost, as far as they have not left yet. Any thread.
	 */
	void abandon();

}
