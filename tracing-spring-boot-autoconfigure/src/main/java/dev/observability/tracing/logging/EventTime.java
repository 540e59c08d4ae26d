// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

import ch.qos.logback.classic.spi.ILoggingEvent;

/**
 * Writes the time of an event as {@code 2026-01-31T23:59:59.123456Z}, step 7 of a
 * request. Any thread; remembers the last second, because most events share it.
 */
final class EventTime {

	private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.")
		.withZone(ZoneOffset.UTC);

	private volatile Second last = Second.of(0);

	void write(JsonLine line, ILoggingEvent event) {
		long millis = event.getTimeStamp();
		long number = Math.floorDiv(millis, 1000L);
		Second second = this.last;
		if (second.number() != number) {
			second = Second.of(number);
			this.last = second;
		}
		line.raw('"');
		line.raw(second.text());
		int micros = Math.max(0, event.getNanoseconds()) / 1000 % 1000;
		line.digits((int) Math.floorMod(millis, 1000L) * 1000 + micros, 6);
		line.raw('Z');
		line.raw('"');
	}

	/**
	 * One second.
	 *
	 * @param number seconds since 1970
	 * @param text date and time up to the full stop
	 */
	@SuppressWarnings("ArrayRecordComponent")
	private record Second(long number, byte[] text) {

		static Second of(long number) {
			String text = SECONDS.format(Instant.ofEpochSecond(number));
			return new Second(number, text.getBytes(StandardCharsets.US_ASCII));
		}

	}

}
