// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.otlp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.observability.tracing.viewer.trace.LogLine;
import dev.observability.tracing.viewer.trace.SpanRecord;
import dev.observability.tracing.viewer.trace.TraceSink;

/**
 * Remembers what was read.
 */
final class CollectedSink implements TraceSink {

	final List<SpanRecord> spans = new ArrayList<>();

	final List<LogLine> lines = new ArrayList<>();

	@Override
	public void span(SpanRecord span) {
		this.spans.add(span);
	}

	@Override
	public void line(LogLine line) {
		this.lines.add(line);
	}

	static List<SpanRecord> spans(OtlpFormat format, byte[] body) throws IOException {
		CollectedSink sink = new CollectedSink();
		OtlpReader.traces(format, new ByteArrayInputStream(body), sink);
		return sink.spans;
	}

	static List<LogLine> lines(OtlpFormat format, byte[] body) throws IOException {
		CollectedSink sink = new CollectedSink();
		OtlpReader.logs(format, new ByteArrayInputStream(body), sink);
		return sink.lines;
	}

	// What was written, in one document
	static CollectedSink again(List<SpanRecord> spans, List<LogLine> lines) throws IOException {
		return document(OtlpWriter.bytes((json) -> {
			OtlpWriter.resourceSpans(json, spans);
			OtlpWriter.resourceLogs(json, lines);
		}));
	}

	static CollectedSink document(byte[] body) throws IOException {
		CollectedSink sink = new CollectedSink();
		OtlpReader.document(new ByteArrayInputStream(body), sink);
		return sink;
	}

	static CollectedSink document(String body) throws IOException {
		return document(body.getBytes(StandardCharsets.UTF_8));
	}

}
