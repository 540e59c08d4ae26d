// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.otlp;

import java.io.IOException;
import java.util.function.BiFunction;

import dev.observability.tracing.viewer.trace.LogLine;
import dev.observability.tracing.viewer.trace.Origin;
import dev.observability.tracing.viewer.trace.SpanRecord;
import dev.observability.tracing.viewer.trace.TraceSink;
import org.jspecify.annotations.Nullable;

/**
 * What differs between spans and log lines where they stand in a message. Any thread.
 *
 * @param <T> spans or log lines
 * @param name how they are called where some are rejected
 * @param request message with all of them
 * @param resource message with those of a resource
 * @param scope message with those of a scope
 * @param reader reads one of them
 * @param origin makes a copy of another origin
 */
record OtlpSignal<T>(String name, OtlpSchema request, OtlpSchema resource, OtlpSchema scope, Reader<T> reader,
		BiFunction<T, Origin, T> origin) {

	static final OtlpSignal<SpanRecord> SPANS = new OtlpSignal<>("spans", OtlpSchema.TRACES_REQUEST,
			OtlpSchema.RESOURCE_SPANS, OtlpSchema.SCOPE_SPANS, SpanReader::read, SpanRecord::of);

	/**
	 * Returns that of log lines.
	 * @param sink takes them later
	 * @return what differs
	 */
	static OtlpSignal<LogLine> lines(TraceSink sink) {
		return new OtlpSignal<>("log records", OtlpSchema.LOGS_REQUEST, OtlpSchema.RESOURCE_LOGS, OtlpSchema.SCOPE_LOGS,
				(source, origin) -> LineReader.read(source, origin, sink), LogLine::of);
	}

	/**
	 * Reads one of them.
	 *
	 * @param <T> spans or log lines
	 */
	interface Reader<T> {

		/**
		 * Reads the value of the current field.
		 * @param source where it stands
		 * @param origin who says it, as far as it is known by now
		 * @return {@code null} where it is rejected
		 * @throws IOException where it cannot be read
		 */
		@Nullable T read(OtlpSource source, Origin origin) throws IOException;

	}

}
