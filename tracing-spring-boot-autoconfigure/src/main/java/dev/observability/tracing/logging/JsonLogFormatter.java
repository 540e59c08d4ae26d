// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import dev.observability.tracing.redaction.ApplicationRedaction;
import dev.observability.tracing.redaction.Redactor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.logging.StackTracePrinter;
import org.springframework.boot.logging.structured.StructuredLogFormatter;
import org.springframework.core.env.Environment;

/**
 * Writes log events as lines of JSON, step 7 of a request: what all formats share. Any
 * thread, many at a time, before and after the beans exist.
 * <p>
 * Never throws: an event that cannot be written as a whole is written in short.
 */
abstract class JsonLogFormatter implements StructuredLogFormatter<ILoggingEvent> {

	/** Power of two; as many lines are written at a time without new buffers. */
	private static final int SLOTS = 16;

	private static final byte[] UNREADABLE = JsonNames.json("{\"message\":\"[A log event that cannot be written]\"}");

	private final AtomicReferenceArray<LogLine> lines = new AtomicReferenceArray<>(SLOTS);

	private final LoggingProperties properties;

	private final MdcKeys keys;

	private final Redactor redactor;

	private final JsonValues values;

	private final EventTime time = new EventTime();

	private final ReservedNames reserved;

	private final @Nullable StackTracePrinter printer;

	JsonLogFormatter(Environment environment, @Nullable StackTracePrinter printer, Set<String> names) {
		this.properties = properties(environment);
		this.keys = MdcKeys.of(environment, this.properties.mdc());
		this.redactor = ApplicationRedaction.early(environment);
		this.values = new JsonValues(this.redactor, this.properties.maxMessageLength(), this.properties.maxFields());
		this.printer = printer;
		this.reserved = new ReservedNames(names);
	}

	// A wrong value stops the start when the beans are made, where it can be reported
	private static LoggingProperties properties(Environment environment) {
		Binder binder = Binder.get(environment);
		try {
			return binder.bindOrCreate(LoggingProperties.PREFIX, LoggingProperties.class);
		}
		catch (RuntimeException ex) {
			return new Binder().bindOrCreate(LoggingProperties.PREFIX, LoggingProperties.class);
		}
	}

	@Override
	public final String format(ILoggingEvent event) {
		return new String(formatAsBytes(event, StandardCharsets.UTF_8), StandardCharsets.UTF_8);
	}

	@Override
	public final byte[] formatAsBytes(ILoggingEvent event, Charset charset) {
		int slot = (int) Thread.currentThread().getId() & (SLOTS - 1);
		LogLine line = this.lines.getAndSet(slot, null);
		if (line == null) {
			line = new LogLine(this.values, this.reserved, this.properties.maxFields());
		}
		try {
			line.start(charset);
			write(line.json(), line.fields(), event);
		}
		catch (OutOfMemoryError ex) {
			throw ex;
		}
		catch (RuntimeException | Error ex) {
			writeShort(line, charset, event, ex);
		}
		line.json().raw('\n');
		byte[] bytes = line.json().toBytes(charset);
		line.release();
		this.lines.set(slot, line);
		return bytes;
	}

	// Writes one object.
	abstract void write(JsonLine line, LogFields fields, ILoggingEvent event);

	// Writes the little that every event has.
	private void writeShort(LogLine line, Charset charset, ILoggingEvent event, Throwable failure) {
		try {
			line.start(charset);
			write(line.json(), line.fields(), ShortEvent.of(event, failure, this.keys));
		}
		catch (OutOfMemoryError ex) {
			throw ex;
		}
		catch (RuntimeException | Error ex) {
			line.start(charset);
			line.json().raw(UNREADABLE);
		}
	}

	final void time(JsonLine line, ILoggingEvent event) {
		this.time.write(line, event);
	}

	final void message(JsonLine line, ILoggingEvent event) {
		String message = event.getFormattedMessage();
		line.string((message != null) ? this.values.text(message) : "");
	}

	// Ids were checked where they came in; an application may put another correlation id
	// there
	final void ids(JsonLine line, Map<String, String> mdc, byte[] traceIdName, byte[] spanIdName) {
		String traceId = mdc.get(this.keys.traceId());
		member(line, traceIdName, traceId);
		member(line, spanIdName, mdc.get(this.keys.spanId()));
		member(line, JsonNames.TRACE_FLAGS, mdc.get(this.keys.traceFlags()));
		String correlationId = mdc.get(this.keys.correlationId());
		if (correlationId != null && !correlationId.equals(traceId)) {
			correlationId = this.values.name(correlationId);
		}
		member(line, JsonNames.CORRELATION_ID, correlationId);
	}

	private static void member(JsonLine line, byte[] name, @Nullable String value) {
		if (value != null && !value.isEmpty()) {
			line.raw(name);
			line.string((value.length() <= 128) ? value : LogTexts.cut(value, 128));
		}
	}

	// MDC, key-values, structured arguments and markers.
	final void userFields(LogFields fields, Map<String, String> mdc, ILoggingEvent event) {
		for (Map.Entry<String, String> entry : mdc.entrySet()) {
			String key = entry.getKey();
			if (!this.keys.contain(key)) {
				fields.add(key, entry.getValue());
			}
		}
		List<KeyValuePair> pairs = event.getKeyValuePairs();
		if (pairs != null) {
			for (KeyValuePair pair : pairs) {
				fields.add(pair.key, pair.value);
			}
		}
		LogstashFields.addArguments(fields, event.getArgumentArray());
		List<Marker> markers = event.getMarkerList();
		if (markers != null) {
			LogstashFields.addMarkers(fields, LogMarkers.all(markers));
		}
		fields.end();
	}

	final void tags(JsonLine line, byte[] name, ILoggingEvent event) {
		List<Marker> markers = event.getMarkerList();
		if (markers != null && !markers.isEmpty()) {
			Set<String> names = LogMarkers.names(LogMarkers.all(markers));
			if (!names.isEmpty()) {
				line.raw(name);
				this.values.write(line, names);
			}
		}
	}

	final void error(JsonLine line, IThrowableProxy throwable, byte[] typeName, byte[] messageName,
			byte[] stackTraceName) {
		StackTraceText text = stackTrace(throwable);
		line.raw(typeName);
		line.string(String.valueOf(throwable.getClassName()));
		String message = text.message();
		if (message != null) {
			line.raw(messageName);
			line.string(message);
		}
		line.raw(stackTraceName);
		line.string(text.print());
	}

	final StackTraceText stackTrace(IThrowableProxy throwable) {
		return new StackTraceText(this.redactor, throwable, this.properties.maxStackTraceLength(), this.printer);
	}

}
