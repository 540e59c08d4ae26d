// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.otlp;

import java.io.IOException;
import java.io.InputStream;

import dev.observability.tracing.viewer.trace.LogLine;
import dev.observability.tracing.viewer.trace.SpanRecord;
import dev.observability.tracing.viewer.trace.TraceSink;
import tools.jackson.core.JacksonException;

/**
 * Reads spans and log lines that come from elsewhere, within the bounds of the page; the
 * thread of the request. The sink gets them when the whole body was read, and nothing
 * where the body is not right.
 * <p>
 * Takes no more memory than is proportionate to the body, which the caller bounds, as by
 * {@link BoundedBody}. Does not close it.
 * <p>
 * Source: OTLP specification, "OTLP/HTTP".
 *
 * @since 0.1.0
 */
public final class OtlpReader {

	/** Spans or log lines of a request at most. */
	public static final int MAX_OF_REQUEST = 10_000;

	/** Spans, and likewise log lines, of a document at most. */
	public static final int MAX_OF_DOCUMENT = 200_000;

	private OtlpReader() {
	}

	/**
	 * Reads an {@code ExportTraceServiceRequest}.
	 * @param format the form of the body
	 * @param body the body
	 * @param sink takes the spans
	 * @return how many there were
	 * @throws OtlpFormatException where the body is not right
	 * @throws IOException where it cannot be read
	 */
	public static OtlpCount traces(OtlpFormat format, InputStream body, TraceSink sink) throws IOException {
		OtlpBatch<SpanRecord> spans = new OtlpBatch<>(OtlpSignal.SPANS, MAX_OF_REQUEST);
		request(format, body, spans);
		return spans.handOver(sink::span);
	}

	/**
	 * Reads an {@code ExportLogsServiceRequest}.
	 * @param format the form of the body
	 * @param body the body
	 * @param sink takes the log lines
	 * @return how many there were
	 * @throws OtlpFormatException where the body is not right
	 * @throws IOException where it cannot be read
	 */
	public static OtlpCount logs(OtlpFormat format, InputStream body, TraceSink sink) throws IOException {
		OtlpBatch<LogLine> lines = new OtlpBatch<>(OtlpSignal.lines(sink), MAX_OF_REQUEST);
		request(format, body, lines);
		return lines.handOver(sink::line);
	}

	/**
	 * Reads what was exported: one object with {@code resourceSpans} or
	 * {@code resourceLogs} or both, several of them under {@code traces}, or several of
	 * them one after the other, as the collector writes files.
	 * @param body the document, in JSON
	 * @param sink takes the spans and then the log lines
	 * @return how many there were of both
	 * @throws OtlpFormatException where the document is not right
	 * @throws IOException where it cannot be read
	 */
	public static OtlpCount document(InputStream body, TraceSink sink) throws IOException {
		OtlpBatch<SpanRecord> spans = new OtlpBatch<>(OtlpSignal.SPANS, MAX_OF_DOCUMENT);
		OtlpBatch<LogLine> lines = new OtlpBatch<>(OtlpSignal.lines(sink), MAX_OF_DOCUMENT);
		try (JsonSource source = new JsonSource(body)) {
			begin(source);
			boolean more = true;
			while (more) {
				document(source, OtlpSchema.DOCUMENT, spans, lines);
				more = source.begin();
			}
		}
		catch (JacksonException ex) {
			throw JsonSource.translate(ex);
		}
		return spans.handOver(sink::span).plus(lines.handOver(sink::line));
	}

	private static void document(JsonSource source, OtlpSchema schema, OtlpBatch<SpanRecord> spans,
			OtlpBatch<LogLine> lines) throws IOException {
		for (int field = source.next(schema); field != 0; field = source.next(schema)) {
			switch (field) {
				case 1 -> spans.readResource(source);
				case 2 -> lines.readResource(source);
				default -> {
					int outer = source.open();
					document(source, OtlpSchema.TRACE, spans, lines);
					source.close(outer);
				}
			}
		}
	}

	private static void request(OtlpFormat format, InputStream body, OtlpBatch<?> batch) throws IOException {
		if (format == OtlpFormat.PROTOBUF) {
			batch.readRequest(new ProtobufSource(body.readAllBytes()));
			return;
		}
		try (JsonSource source = new JsonSource(body)) {
			begin(source);
			batch.readRequest(source);
			if (source.begin()) {
				throw new OtlpFormatException("The body has something behind its end");
			}
		}
		catch (JacksonException ex) {
			throw JsonSource.translate(ex);
		}
	}

	private static void begin(JsonSource source) throws IOException {
		if (!source.begin()) {
			throw new OtlpFormatException("The body is empty");
		}
	}

}
