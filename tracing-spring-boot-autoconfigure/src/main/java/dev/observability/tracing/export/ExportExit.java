// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.Collection;
import java.util.Iterator;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * Where spans leave the process: masks them and makes them ready to be sent. Step 10 of a
 * request, exporter thread.
 */
interface ExportExit {

	/**
	 * Splits a batch into parts that a collector takes: the Collector refuses a gRPC
	 * message of more than 4 MiB as a whole, and a batch full of errors, each with its
	 * stack trace, may well be larger.
	 * @param spans as they ended
	 * @return parts that hold all of them, each made when it is asked for and sent before
	 * the next
	 */
	Iterator<ExportPart> parts(Collection<SpanData> spans);

	/**
	 * Ends what it sends by, but not the exporter.
	 * @return done when it has ended
	 */
	CompletableResultCode shutdown();

}
