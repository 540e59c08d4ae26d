// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.ring;

import java.util.List;

import dev.observability.tracing.viewer.trace.Fields;
import dev.observability.tracing.viewer.trace.LogLine;
import dev.observability.tracing.viewer.trace.Origin;
import dev.observability.tracing.viewer.trace.SpanRecord;

/**
 * Counts the memory of what is kept, in bytes, as a 64-bit JVM lays it out with
 * compressed references. Texts count wherever they stand, also where they are shared, so
 * that the real use is below the count.
 */
final class Charge {

	/** A trace without spans, its place in the table and its summary. */
	static final int TRACE = 640;

	/** With its place in the list of the trace, and where that is noted. */
	private static final int SPAN = 136;

	private static final int LINE = 72;

	private static final int PART = 48;

	private static final int OBJECT = 24;

	private static final int REFERENCE = 4;

	private static final int TEXT = 40;

	private static final int ALIGNMENT = 8;

	private static final char LAST_OF_ONE_BYTE = 0xFF;

	private Charge() {
	}

	static long of(SpanRecord span) {
		long bytes = SPAN + text(span.traceState()) + text(span.name()) + text(span.statusMessage())
				+ of(span.fields());
		for (SpanRecord.Event event : span.events()) {
			bytes += PART + text(event.name()) + of(event.fields());
		}
		for (SpanRecord.Link link : span.links()) {
			bytes += PART + OBJECT + of(link.fields());
		}
		return bytes;
	}

	static long of(LogLine line) {
		return LINE + text(line.severityText()) + text(line.text()) + of(line.fields());
	}

	static long of(Origin origin) {
		return OBJECT + REFERENCE + text(origin.scopeName()) + text(origin.scopeVersion()) + of(origin.scope())
				+ of(origin.resource());
	}

	private static long of(Fields fields) {
		if (fields.size() == 0) {
			return 0;
		}
		long bytes = 2 * OBJECT + 2L * REFERENCE * fields.size();
		for (int i = 0; i < fields.size(); i++) {
			bytes += text(fields.key(i)) + value(fields.value(i));
		}
		return bytes;
	}

	private static long value(Object value) {
		if (value instanceof String text) {
			return text(text);
		}
		if (value instanceof Fields.Bytes bytes) {
			return OBJECT + Math.max(TEXT, text(bytes.base64()));
		}
		if (value instanceof Fields fields) {
			return of(fields);
		}
		if (value instanceof List<?> list) {
			long bytes = 2 * OBJECT + (long) REFERENCE * list.size();
			for (Object each : list) {
				bytes += value(each);
			}
			return bytes;
		}
		return OBJECT;
	}

	private static long text(String text) {
		if (text.isEmpty()) {
			return 0;
		}
		long characters = isOneByte(text) ? text.length() : 2L * text.length();
		return TEXT + (characters + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	}

	private static boolean isOneByte(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (text.charAt(i) > LAST_OF_ONE_BYTE) {
				return false;
			}
		}
		return true;
	}

}
