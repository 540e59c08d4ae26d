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
 * Writes log events with the members of Logstash's encoder, and the ids of the trace and
 * the service at the top level, step 7 of a request. Any thread; never throws. To be
 * named in {@code logging.structured.format.file}, or chosen by
 * {@code observability.tracing.logging.format}.
 *
 * @since 0.1.0
 */
public final class LogstashLogFormatter extends JsonLogFormatter {

	private static final Set<String> NAMES = Set.of("@timestamp", "@version", "message", "logger_name", "thread_name",
			"level", "level_value", "trace_id", "span_id", "trace_flags", "correlation_id", "service.name",
			"service.version", "service.environment", "tags", "stack_trace");

	private static final byte[] TIME = JsonNames.json("{\"@timestamp\":");

	private static final byte[] MESSAGE = JsonNames.json(",\"@version\":\"1\",\"message\":");

	private static final byte[] LOGGER = JsonNames.next("logger_name");

	private static final byte[] THREAD = JsonNames.next("thread_name");

	private static final byte[] LEVEL = JsonNames.next("level");

	private static final byte[] LEVEL_VALUE = JsonNames.next("level_value");

	private static final byte[] TAGS = JsonNames.next("tags");

	private static final byte[] STACK_TRACE = JsonNames.next("stack_trace");

	private final byte[] service;

	/**
	 * Called by Boot.
	 * @param environment the properties of the application
	 * @param printer prints stack traces where the application configured that
	 */
	public LogstashLogFormatter(Environment environment, @Nullable StackTracePrinter printer) {
		super(environment, printer, NAMES);
		this.service = JsonNames.members(ServiceFields.of(environment).members(), true);
	}

	@Override
	void write(JsonLine line, LogFields fields, ILoggingEvent event) {
		line.raw(TIME);
		time(line, event);
		line.raw(MESSAGE);
		message(line, event);
		line.raw(LOGGER);
		line.string(String.valueOf(event.getLoggerName()));
		line.raw(THREAD);
		line.string(String.valueOf(event.getThreadName()));
		Level level = event.getLevel();
		line.raw(LEVEL);
		line.string(level.levelStr);
		line.raw(LEVEL_VALUE);
		line.ascii(Integer.toString(level.levelInt));
		Map<String, String> mdc = event.getMDCPropertyMap();
		ids(line, mdc, JsonNames.TRACE_ID, JsonNames.SPAN_ID);
		line.raw(this.service);
		userFields(fields, mdc, event);
		tags(line, TAGS, event);
		IThrowableProxy throwable = event.getThrowableProxy();
		if (throwable != null) {
			line.raw(STACK_TRACE);
			line.string(stackTrace(throwable).print());
		}
		line.raw('}');
	}

}
