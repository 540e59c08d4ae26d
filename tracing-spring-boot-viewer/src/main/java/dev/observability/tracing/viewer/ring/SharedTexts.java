// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.ring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.observability.tracing.viewer.trace.Fields;
import dev.observability.tracing.viewer.trace.LogLine;
import dev.observability.tracing.viewer.trace.Origin;
import dev.observability.tracing.viewer.trace.SpanRecord;
import dev.observability.tracing.viewer.trace.TraceId;
import org.jspecify.annotations.Nullable;

/**
 * Replaces texts by equal ones that are kept already: most keys, names and statements
 * come again and again. Forgets a text when another takes its place, so that it never
 * grows. Guarded by the lock of the ring.
 */
final class SharedTexts {

	/** A power of two. */
	private static final int PLACES = 2048;

	/** Longer texts rarely come twice. */
	private static final int MAX_CHARACTERS = 512;

	private static final int MAX_ORIGINS = 512;

	private static final long MAX_ORIGIN = 8192;

	private final @Nullable String[] texts = new String[PLACES];

	private final Map<Origin, Origin> origins = new HashMap<>();

	void clear() {
		this.origins.clear();
		Arrays.fill(this.texts, null);
	}

	SpanRecord share(SpanRecord span, TraceId trace) {
		List<SpanRecord.Event> events = span.events();
		if (!events.isEmpty()) {
			List<SpanRecord.Event> copy = new ArrayList<>(events.size());
			for (SpanRecord.Event event : events) {
				copy.add(new SpanRecord.Event(event.timeNanos(), share(event.name()), share(event.fields())));
			}
			events = List.copyOf(copy);
		}
		return new SpanRecord(trace, span.id(), span.parentId(), span.flags(), share(span.traceState()),
				share(span.origin()), share(span.name()), span.kind(), span.startNanos(), span.endNanos(),
				span.status(), share(span.statusMessage()), share(span.fields()), events, span.links(), span.dropped());
	}

	LogLine share(LogLine line, TraceId trace) {
		return new LogLine(trace, line.spanId(), line.timeNanos(), line.severity(), share(line.severityText()),
				line.text(), share(line.fields()), share(line.origin()));
	}

	private Origin share(Origin origin) {
		Origin known = this.origins.get(origin);
		if (known != null) {
			return known;
		}
		if (Charge.of(origin) > MAX_ORIGIN) {
			return origin;
		}
		if (this.origins.size() >= MAX_ORIGINS) {
			this.origins.clear();
		}
		this.origins.put(origin, origin);
		return origin;
	}

	private Fields share(Fields fields) {
		return fields.sharing(this::share);
	}

	private String share(String text) {
		if (text.isEmpty() || text.length() > MAX_CHARACTERS) {
			return text;
		}
		int hash = text.hashCode();
		int place = (hash ^ (hash >>> 16)) & (PLACES - 1);
		String known = this.texts[place];
		if (known != null && known.equals(text)) {
			return known;
		}
		this.texts[place] = text;
		return text;
	}

}
