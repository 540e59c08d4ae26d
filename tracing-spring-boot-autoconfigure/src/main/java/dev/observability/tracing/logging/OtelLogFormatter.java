// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.util.Map;
import java.util.Set;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.logging.StackTracePrinter;
import org.springframework.core.env.Environment;

/**
 * Writes log events with the fields of OpenTelemetry's log data model, step 7 of a
 * request. Any thread; never throws. To be named in
 * {@code logging.structured.format.file}, or chosen by
 * {@code observability.tracing.logging.format}.
 * <p>
 * {@code trace_id}, {@code span_id} and {@code trace_flags} are at the top level, as the
 * specification has it for formats other than OTLP ("Trace Context in non-OTLP Log
 * Formats"); it names no more, so the other fields of the model follow in the same
 * spelling.
 *
 * @since 0.1.0
 */
public final class OtelLogFormatter extends JsonLogFormatter {

	/** Within "attributes". */
	private static final Set<String> NAMES = Set.of("thread.name", "logback.marker", "exception.type",
			"exception.message", "exception.stacktrace");

	private static final byte[] TIME = JsonNames.json("{\"timestamp\":");

	private static final byte[] SEVERITY = JsonNames.next("severity_text");

	private static final byte[] SEVERITY_NUMBER = JsonNames.next("severity_number");

	private static final byte[] BODY = JsonNames.next("body");

	private static final byte[] SCOPE = JsonNames.json(",\"scope\":{\"name\":");

	private static final byte[] ATTRIBUTES = JsonNames.json("},\"attributes\":{\"thread.name\":");

	private static final byte[] MARKER = JsonNames.next("logback.marker");

	private static final byte[] ERROR_TYPE = JsonNames.next("exception.type");

	private static final byte[] ERROR_MESSAGE = JsonNames.next("exception.message");

	private static final byte[] STACK_TRACE = JsonNames.next("exception.stacktrace");

	private final byte[] resource;

	/**
	 * Called by Boot.
	 * @param environment the properties of the application
	 * @param printer prints stack traces where the application configured that
	 */
	public OtelLogFormatter(Environment environment, @Nullable StackTracePrinter printer) {
		super(environment, printer, NAMES);
		this.resource = JsonNames.members(ServiceFields.of(environment).resource(), false);
	}

	@Override
	void write(JsonLine line, LogFields fields, ILoggingEvent event) {
		line.raw(TIME);
		time(line, event);
		line.raw(SEVERITY);
		line.string(event.getLevel().levelStr);
		line.raw(SEVERITY_NUMBER);
		line.ascii(severityNumber(event.getLevel()));
		line.raw(BODY);
		message(line, event);
		Map<String, String> mdc = event.getMDCPropertyMap();
		ids(line, mdc, JsonNames.TRACE_ID, JsonNames.SPAN_ID);
		line.raw(SCOPE);
		line.string(String.valueOf(event.getLoggerName()));
		line.ascii("},\"resource\":{");
		line.raw(this.resource);
		line.raw(ATTRIBUTES);
		line.string(String.valueOf(event.getThreadName()));
		userFields(fields, mdc, event);
		tags(line, MARKER, event);
		IThrowableProxy throwable = event.getThrowableProxy();
		if (throwable != null) {
			error(line, throwable, ERROR_TYPE, ERROR_MESSAGE, STACK_TRACE);
		}
		line.ascii("}}");
	}

	// Source: log data model, "Field: SeverityNumber"
	private static String severityNumber(Level level) {
		return switch (level.levelInt) {
			case Level.ERROR_INT -> "17";
			case Level.WARN_INT -> "13";
			case Level.INFO_INT -> "9";
			case Level.DEBUG_INT -> "5";
			default -> "1";
		};
	}

}
