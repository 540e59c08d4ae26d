// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggerContextVO;
import dev.observability.tracing.redaction.Redactor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/**
 * A log event whose MDC and key-values are masked by their keys, for layouts that write
 * them anywhere in a line. Step 7 of a request, any thread. The ids of the trace are left
 * alone, and so are values that are no text or number: a layout asks them for theirs.
 */
final class MaskedFieldsEvent implements ILoggingEvent {

	private final ILoggingEvent event;

	private final Map<String, String> mdc;

	private final @Nullable List<KeyValuePair> pairs;

	private MaskedFieldsEvent(ILoggingEvent event, Map<String, String> mdc, @Nullable List<KeyValuePair> pairs) {
		this.event = event;
		this.mdc = mdc;
		this.pairs = pairs;
	}

	/**
	 * Masks what the application added to an event.
	 * @param event the event
	 * @param redactor the engine
	 * @param keys names of the ids
	 * @return the same where there is nothing to mask
	 */
	static ILoggingEvent of(ILoggingEvent event, Redactor redactor, MdcKeys keys) {
		Map<String, String> mdc = event.getMDCPropertyMap();
		List<KeyValuePair> pairs = event.getKeyValuePairs();
		Map<String, String> maskedMdc = (mdc != null) ? mask(mdc, redactor, keys) : Map.of();
		List<KeyValuePair> maskedPairs = (pairs != null) ? mask(pairs, redactor) : null;
		return (maskedMdc == mdc && maskedPairs == pairs) ? event
				: new MaskedFieldsEvent(event, maskedMdc, maskedPairs);
	}

	private static Map<String, String> mask(Map<String, String> mdc, Redactor redactor, MdcKeys keys) {
		Map<String, String> masked = mdc;
		for (Map.Entry<String, String> each : mdc.entrySet()) {
			String value = each.getValue();
			String shown = (value == null || keys.contain(each.getKey())) ? value
					: redactor.field(each.getKey(), value);
			if (shown != value) {
				masked = (masked != mdc) ? masked : new HashMap<>(mdc);
				masked.put(each.getKey(), shown);
			}
		}
		return masked;
	}

	private static List<KeyValuePair> mask(List<KeyValuePair> pairs, Redactor redactor) {
		List<KeyValuePair> masked = pairs;
		for (int i = 0; i < pairs.size(); i++) {
			KeyValuePair pair = pairs.get(i);
			Object shown = masked(pair, redactor);
			if (shown != pair.value) {
				masked = (masked != pairs) ? masked : new ArrayList<>(pairs);
				masked.set(i, new KeyValuePair(pair.key, shown));
			}
		}
		return masked;
	}

	private static @Nullable Object masked(KeyValuePair pair, Redactor redactor) {
		if (pair.value instanceof CharSequence text) {
			String value = text.toString();
			String shown = redactor.field(String.valueOf(pair.key), value);
			return shown.equals(value) ? pair.value : shown;
		}
		if (pair.value instanceof Number) {
			Object shown = redactor.value(String.valueOf(pair.key), pair.value, false);
			return (shown != null) ? shown : Redactor.MASK;
		}
		return pair.value;
	}

	@Override
	public String getThreadName() {
		return this.event.getThreadName();
	}

	@Override
	public Level getLevel() {
		return this.event.getLevel();
	}

	@Override
	public String getMessage() {
		return this.event.getMessage();
	}

	@Override
	public Object[] getArgumentArray() {
		return this.event.getArgumentArray();
	}

	@Override
	public String getFormattedMessage() {
		return this.event.getFormattedMessage();
	}

	@Override
	public String getLoggerName() {
		return this.event.getLoggerName();
	}

	@Override
	public LoggerContextVO getLoggerContextVO() {
		return this.event.getLoggerContextVO();
	}

	@Override
	public IThrowableProxy getThrowableProxy() {
		return this.event.getThrowableProxy();
	}

	@Override
	public StackTraceElement[] getCallerData() {
		return this.event.getCallerData();
	}

	@Override
	public boolean hasCallerData() {
		return this.event.hasCallerData();
	}

	@Override
	public List<Marker> getMarkerList() {
		return this.event.getMarkerList();
	}

	@Override
	public Map<String, String> getMDCPropertyMap() {
		return this.mdc;
	}

	@Override
	@SuppressWarnings("deprecation")
	public Map<String, String> getMdc() {
		return this.mdc;
	}

	@Override
	public long getTimeStamp() {
		return this.event.getTimeStamp();
	}

	@Override
	public int getNanoseconds() {
		return this.event.getNanoseconds();
	}

	@Override
	public Instant getInstant() {
		return this.event.getInstant();
	}

	@Override
	public long getSequenceNumber() {
		return this.event.getSequenceNumber();
	}

	@Override
	public @Nullable List<KeyValuePair> getKeyValuePairs() {
		return this.pairs;
	}

	@Override
	public void prepareForDeferredProcessing() {
		this.event.prepareForDeferredProcessing();
	}

}
