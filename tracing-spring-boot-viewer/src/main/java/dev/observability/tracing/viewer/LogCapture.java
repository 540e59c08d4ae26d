// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import dev.observability.tracing.logging.MaskedEvent;
import dev.observability.tracing.logging.MdcKeys;
import dev.observability.tracing.redaction.Redactor;
import dev.observability.tracing.viewer.trace.Fields;
import dev.observability.tracing.viewer.trace.FieldsBuilder;
import dev.observability.tracing.viewer.trace.LogLine;
import dev.observability.tracing.viewer.trace.Origin;
import dev.observability.tracing.viewer.trace.TraceId;
import org.jspecify.annotations.Nullable;

/**
 * Takes the log lines of traces that are sampled, by the ids in MDC. Step 7 of a request,
 * on the thread that logs; masked later. Never throws, and never logs.
 */
final class LogCapture extends UnsynchronizedAppenderBase<ILoggingEvent> {

	private static final int NANOS_PER_MILLI = 1_000_000;

	private final Predicate<Object> queue;

	private final MdcKeys keys;

	private final Redactor redactor;

	/**
	 * Creates it.
	 * @param queue takes what is to be kept, or refuses it
	 * @param keys names of the ids
	 * @param redactor what masks
	 */
	LogCapture(Predicate<Object> queue, MdcKeys keys, Redactor redactor) {
		this.queue = queue;
		this.keys = keys;
		this.redactor = redactor;
	}

	@Override
	protected void append(ILoggingEvent event) {
		Map<String, String> mdc = event.getMDCPropertyMap();
		if (mdc == null || mdc.isEmpty()) {
			return;
		}
		String traceId = mdc.get(this.keys.traceId());
		if (traceId == null || isNotSampled(mdc.get(this.keys.traceFlags()))) {
			return;
		}
		TraceId trace = TraceId.parse(traceId);
		if (trace != null) {
			String spanId = mdc.get(this.keys.spanId());
			// Arguments may change after this
			event.prepareForDeferredProcessing();
			this.queue.test(new Pending(trace, (spanId != null) ? TraceId.parseSpanId(spanId) : 0, event,
					new MaskedEvent(this.redactor, event),
					MaskedEvent.fields(event, this.keys, FieldsBuilder.MAX_TEXT)));
		}
	}

	private static boolean isNotSampled(@Nullable String flags) {
		return flags != null && !flags.isEmpty() && (Character.digit(flags.charAt(flags.length() - 1), 16) & 1) == 0;
	}

	/**
	 * A line that is not masked yet.
	 *
	 * @param trace its trace
	 * @param spanId its span
	 * @param event what was logged
	 * @param texts what is left of it
	 * @param added what the application added to it
	 */
	record Pending(TraceId trace, long spanId, ILoggingEvent event, MaskedEvent texts, Map<String, Object> added) {

		/**
		 * Masks the line. Thread of the capture.
		 * @param resource that of the application
		 * @return what the page may know
		 */
		LogLine masked(Fields resource) {
			FieldsBuilder fields = new FieldsBuilder().put("thread.name", String.valueOf(this.event.getThreadName()));
			if (this.event.getThrowableProxy() != null) {
				fields.put("exception.type", this.event.getThrowableProxy().getClassName());
			}
			String stackTrace = this.texts.stackTrace(FieldsBuilder.MAX_STACK_TRACE);
			if (stackTrace != null) {
				fields.put("exception.stacktrace", stackTrace);
			}
			Set<String> taken = Set.of("thread.name", "exception.type", "exception.stacktrace");
			this.texts.mask(this.added, (key, value) -> {
				if (!taken.contains(key)) {
					fields.put(key, value);
				}
			});
			Level level = this.event.getLevel();
			return new LogLine(this.trace, this.spanId, nanos(), severity(level), level.toString(),
					this.texts.message(LogLine.MAX_TEXT), fields.build(),
					new Origin(resource, this.event.getLoggerName(), "", Fields.EMPTY));
		}

		private long nanos() {
			Instant instant = this.event.getInstant();
			return (instant != null) ? TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano()
					: this.event.getTimeStamp() * NANOS_PER_MILLI;
		}

		private static int severity(Level level) {
			return switch (level.toInt()) {
				case Level.TRACE_INT -> 1;
				case Level.DEBUG_INT -> 5;
				case Level.INFO_INT -> 9;
				case Level.WARN_INT -> 13;
				case Level.ERROR_INT -> 17;
				default -> 0;
			};
		}

	}

}
