// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * What is left of an event that cannot be written as a whole: when, where, how bad, the
 * message without its arguments, the ids, and what failed, step 7 of a request. Any
 * thread; never throws.
 * <p>
 * An event of its own, so that each format writes it under the format's names.
 */
final class ShortEvent {

	/** Name of the field that says why. */
	static final String FAILURE = "logging_failure";

	private ShortEvent() {
	}

	static LoggingEvent of(ILoggingEvent event, Throwable failure, MdcKeys keys) {
		LoggingEvent copy = new LoggingEvent();
		copy.setLevel(read(event::getLevel, Level.ERROR));
		copy.setLoggerName(read(event::getLoggerName, "unknown"));
		copy.setThreadName(read(event::getThreadName, Thread.currentThread().getName()));
		copy.setMessage(read(event::getMessage, ""));
		copy.setInstant(time(event));
		copy.setMDCPropertyMap(ids(read(event::getMDCPropertyMap, Map.of()), keys));
		copy.addKeyValuePair(new KeyValuePair(FAILURE, failure.getClass().getName()));
		return copy;
	}

	// Other implementations than Logback's own may know milliseconds alone
	private static Instant time(ILoggingEvent event) {
		Instant instant = read(event::getInstant, Instant.EPOCH);
		return Instant.EPOCH.equals(instant) ? Instant.ofEpochMilli(read(event::getTimeStamp, 0L)) : instant;
	}

	private static Map<String, String> ids(Map<String, String> mdc, MdcKeys keys) {
		Map<String, String> ids = new HashMap<>();
		for (String key : new String[] { keys.traceId(), keys.spanId(), keys.traceFlags(), keys.correlationId() }) {
			String id = read(() -> mdc.get(key), "");
			if (!id.isEmpty()) {
				ids.put(key, id);
			}
		}
		return ids;
	}

	private static <T> T read(Supplier<@Nullable T> getter, T otherwise) {
		try {
			T value = getter.get();
			return (value != null) ? value : otherwise;
		}
		catch (OutOfMemoryError ex) {
			throw ex;
		}
		catch (RuntimeException | Error ex) {
			return otherwise;
		}
	}

}
