// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.time.Instant;
import java.util.Map;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;

/**
 * An event with a message that cannot be formatted, or with nothing readable.
 */
final class UnreadableEvent extends LoggingEvent {

	private final boolean whole;

	UnreadableEvent(boolean whole) {
		this.whole = whole;
		setLevel(Level.WARN);
		setMessage("calling http://u:secret@h/");
		setLoggerName("com.example.Orders");
		setThreadName("worker-1");
		setInstant(Instant.parse("2026-01-31T12:00:00.123456Z"));
		setMDCPropertyMap(Map.of("trace_id", "4bf92f3577b34da6a3ce929d0e0e4736", "span_id", "00f067aa0ba902b7",
				"trace_flags", "01", "correlation_id", "order-4711", "tenant", "acme"));
	}

	@Override
	public String getFormattedMessage() {
		throw new AssertionError("secret");
	}

	@Override
	public Level getLevel() {
		return read(super.getLevel());
	}

	@Override
	public String getMessage() {
		return read(super.getMessage());
	}

	@Override
	public String getLoggerName() {
		return read(super.getLoggerName());
	}

	@Override
	public String getThreadName() {
		return read(super.getThreadName());
	}

	@Override
	public Instant getInstant() {
		return read(super.getInstant());
	}

	@Override
	public long getTimeStamp() {
		return read(super.getTimeStamp());
	}

	@Override
	public Map<String, String> getMDCPropertyMap() {
		return read(super.getMDCPropertyMap());
	}

	private <T> T read(T value) {
		if (this.whole) {
			throw new AssertionError("secret");
		}
		return value;
	}

}
