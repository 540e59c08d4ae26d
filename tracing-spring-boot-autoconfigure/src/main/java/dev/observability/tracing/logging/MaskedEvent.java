// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import dev.observability.tracing.redaction.Redactor;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * The texts of a log event, masked and cut as in a line of JSON. Step 7 of a request; any
 * thread, after the event was prepared for deferred processing.
 *
 * @since 0.1.0
 */
public final class MaskedEvent {

	private final Redactor redactor;

	private final ILoggingEvent event;

	/**
	 * Creates it.
	 * @param redactor the engine
	 * @param event the event
	 */
	public MaskedEvent(Redactor redactor, ILoggingEvent event) {
		this.redactor = redactor;
		this.event = event;
	}

	/**
	 * Returns the message with its arguments.
	 * @param maxLength characters at most
	 * @return the masked message, empty where there is none
	 */
	public String message(int maxLength) {
		String message = this.event.getFormattedMessage();
		return (message != null) ? this.redactor.text(LogTexts.cutBeforeMask(message, maxLength)) : "";
	}

	/**
	 * Returns the stack trace of the exception.
	 * @param maxLength characters at most
	 * @return the stack trace with its messages masked, {@code null} without an exception
	 */
	public @Nullable String stackTrace(int maxLength) {
		IThrowableProxy throwable = this.event.getThrowableProxy();
		return (throwable != null) ? new StackTraceText(this.redactor, throwable, maxLength, null).print() : null;
	}

	/**
	 * Returns what the application added to the event: MDC but for the ids, and
	 * key-values. On the thread that logs, because a value may be an object of the
	 * application that changes, or is no longer to be asked, after that.
	 * @param event the event
	 * @param keys names of the ids
	 * @param maxLength characters of a value at most
	 * @return numbers as {@link Long} and {@link Double}, truth values, all else as text
	 * that is not masked yet; the first of a name
	 */
	public static Map<String, Object> fields(ILoggingEvent event, MdcKeys keys, int maxLength) {
		Map<String, Object> fields = new LinkedHashMap<>();
		event.getMDCPropertyMap().forEach((key, value) -> {
			if (!keys.contain(key)) {
				fields.put(key, value(value, maxLength));
			}
		});
		List<KeyValuePair> pairs = event.getKeyValuePairs();
		if (pairs != null) {
			pairs.forEach((pair) -> fields.putIfAbsent(String.valueOf(pair.key), value(pair.value, maxLength)));
		}
		return fields;
	}

	/**
	 * Masks what {@link #fields} returned, keys too.
	 * @param fields the fields
	 * @param target takes each that may be shown
	 */
	public void mask(Map<String, Object> fields, BiConsumer<String, Object> target) {
		fields.forEach((key, value) -> {
			if (!this.redactor.isDropped(key)) {
				target.accept(this.redactor.name(key), masked(key, value));
			}
		});
	}

	private Object masked(String key, Object value) {
		if (value instanceof String text) {
			return this.redactor.field(key, text);
		}
		Object masked = this.redactor.value(key, value, false);
		return (masked != null) ? masked : Redactor.MASK;
	}

	private static Object value(@Nullable Object value, int maxLength) {
		if (value instanceof Boolean) {
			return value;
		}
		if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
			return ((Number) value).longValue();
		}
		if ((value instanceof Double || value instanceof Float) && Double.isFinite(((Number) value).doubleValue())) {
			return ((Number) value).doubleValue();
		}
		try {
			return LogTexts.cutBeforeMask(String.valueOf(value), maxLength);
		}
		catch (OutOfMemoryError ex) {
			throw ex;
		}
		catch (RuntimeException | Error ex) {
			// What else the line says is wanted all the same
			return "[FAILED " + ex.getClass().getName() + "]";
		}
	}

}
