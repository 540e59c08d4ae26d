// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.page;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashSet;
import java.util.Set;

import dev.observability.tracing.viewer.otlp.BoundedBody;
import dev.observability.tracing.viewer.otlp.OtlpCount;
import dev.observability.tracing.viewer.otlp.OtlpFormatException;
import dev.observability.tracing.viewer.otlp.OtlpReader;
import dev.observability.tracing.viewer.ring.Ring;
import dev.observability.tracing.viewer.trace.LogLine;
import dev.observability.tracing.viewer.trace.SpanRecord;
import dev.observability.tracing.viewer.trace.TraceId;
import dev.observability.tracing.viewer.trace.TraceSink;
import org.jspecify.annotations.Nullable;

/**
 * Takes a file that was exported, here or elsewhere, as {@code /api/import}. Step 11 of a
 * request.
 */
final class ImportApi {

	private static final long MAX_BYTES = 64L << 20;

	private final Ring ring;

	ImportApi(Ring ring) {
		this.ring = ring;
	}

	PageResponse answer(PageRequest request) throws IOException {
		String type = request.header("Content-Type");
		if (type == null || !type.startsWith("application/json")) {
			return PageResponse.error(PageResponse.UNSUPPORTED_TYPE, "The type must be application/json.");
		}
		Count count = new Count(this.ring.imports());
		try (InputStream body = BoundedBody.of(request.body(), request.header("Content-Encoding"), MAX_BYTES)) {
			OtlpCount read = OtlpReader.document(body, count);
			return PageResponse.json(PageResponse.OK, Json.object((json) -> {
				Json.texts(json, "traces", count.traces.stream().map(TraceId::toString).toList());
				json.writeNumberProperty("spans", count.spans);
				json.writeNumberProperty("logs", count.lines);
				json.writeNumberProperty("rejected", read.rejected());
			}));
		}
		catch (OtlpFormatException ex) {
			return PageResponse.error(PageResponse.BAD_REQUEST, String.valueOf(ex.getMessage()));
		}
	}

	/** Counts what goes into the ring. */
	private static final class Count implements TraceSink {

		private final TraceSink sink;

		private final Set<TraceId> traces = new LinkedHashSet<>();

		private int spans;

		private int lines;

		Count(TraceSink sink) {
			this.sink = sink;
		}

		@Override
		public void span(SpanRecord span) {
			this.sink.span(span);
			this.traces.add(span.trace());
			this.spans++;
		}

		@Override
		public void line(LogLine line) {
			this.sink.line(line);
			this.lines++;
		}

		@Override
		public @Nullable Object body(Object body) {
			return this.sink.body(body);
		}

	}

}
