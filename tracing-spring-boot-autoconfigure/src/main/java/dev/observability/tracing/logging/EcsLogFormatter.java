// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.util.Map;
import java.util.Set;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.logging.StackTracePrinter;
import org.springframework.core.env.Environment;

/**
 * Writes log events with the fields of the Elastic Common Schema, {@code trace.id} and
 * {@code span.id} among them, step 7 of a request. Any thread; never throws. To be named
 * in {@code logging.structured.format.file}, or chosen by
 * {@code observability.tracing.logging.format}.
 * <p>
 * Names have dots, as Elastic's own encoders write them, and no nested objects.
 *
 * @since 0.1.0
 */
public final class EcsLogFormatter extends JsonLogFormatter {

	private static final Set<String> NAMES = Set.of("@timestamp", "log.level", "message", "ecs.version", "log.logger",
			"process.pid", "process.thread.name", "service.name", "service.version", "service.environment",
			"service.node.name", "trace.id", "span.id", "trace_flags", "correlation_id", "tags", "error.type",
			"error.message", "error.stack_trace");

	private static final byte[] TIME = JsonNames.json("{\"@timestamp\":");

	private static final byte[] LEVEL = JsonNames.next("log.level");

	private static final byte[] MESSAGE = JsonNames.next("message");

	private static final byte[] LOGGER = JsonNames.json(",\"ecs.version\":\"8.11\",\"log.logger\":");

	private static final byte[] THREAD = JsonNames.next("process.thread.name");

	private static final byte[] TRACE_ID = JsonNames.next("trace.id");

	private static final byte[] SPAN_ID = JsonNames.next("span.id");

	private static final byte[] TAGS = JsonNames.next("tags");

	private static final byte[] ERROR_TYPE = JsonNames.next("error.type");

	private static final byte[] ERROR_MESSAGE = JsonNames.next("error.message");

	private static final byte[] STACK_TRACE = JsonNames.next("error.stack_trace");

	private static final String BOOT = "logging.structured.ecs.service.";

	private final byte[] process;

	private final byte[] service;

	/**
	 * Called by Boot.
	 * @param environment the properties of the application
	 * @param printer prints stack traces where the application configured that
	 */
	public EcsLogFormatter(Environment environment, @Nullable StackTracePrinter printer) {
		super(environment, printer, NAMES);
		this.process = JsonNames.json(",\"process.pid\":" + ProcessHandle.current().pid());
		Map<String, String> service = ServiceFields.of(environment).overriddenBy(environment, BOOT).members();
		String node = ServiceFields.property(environment, BOOT + "node-name", null);
		if (node != null) {
			service.put("service.node.name", node);
		}
		this.service = JsonNames.members(service, true);
	}

	@Override
	void write(JsonLine line, LogFields fields, ILoggingEvent event) {
		line.raw(TIME);
		time(line, event);
		line.raw(LEVEL);
		line.string(event.getLevel().levelStr);
		line.raw(MESSAGE);
		message(line, event);
		line.raw(LOGGER);
		line.string(String.valueOf(event.getLoggerName()));
		line.raw(this.process);
		line.raw(THREAD);
		line.string(String.valueOf(event.getThreadName()));
		Map<String, String> mdc = event.getMDCPropertyMap();
		ids(line, mdc, TRACE_ID, SPAN_ID);
		line.raw(this.service);
		userFields(fields, mdc, event);
		tags(line, TAGS, event);
		IThrowableProxy throwable = event.getThrowableProxy();
		if (throwable != null) {
			error(line, throwable, ERROR_TYPE, ERROR_MESSAGE, STACK_TRACE);
		}
		line.raw('}');
	}

}
