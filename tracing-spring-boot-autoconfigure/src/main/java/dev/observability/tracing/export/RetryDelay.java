// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Base64;

import org.jspecify.annotations.Nullable;

/**
 * Reads how long a collector wants to be left alone. Threads of a sender; never throws:
 * what is no such text counts as nothing said.
 * <p>
 * Source: RFC 9110, section 10.2.3, for HTTP; {@code google.rpc.Status} with a
 * {@code google.rpc.RetryInfo} among its details, as the OTLP specification has it under
 * "OTLP/gRPC Throttling".
 */
final class RetryDelay {

	/** More is cut: nobody waits for years. */
	private static final long MAX_SECONDS = Duration.ofDays(365).toSeconds();

	/** A day has 86 400; this is what fits into the digits that are read. */
	private static final int MAX_DIGITS = 18;

	/** Of the details of a status, encoded. Servers bound their headers to as much. */
	private static final int MAX_DETAILS = 8192;

	private static final int STATUS_DETAILS = 3;

	private static final int ANY_TYPE = 1;

	private static final int ANY_VALUE = 2;

	private static final int RETRY_INFO_DELAY = 1;

	private static final int DURATION_SECONDS = 1;

	private static final int DURATION_NANOS = 2;

	private RetryDelay() {
	}

	/**
	 * Reads the header {@code Retry-After}.
	 * @param header such as {@code 120} or {@code Fri, 31 Dec 1999 23:59:59 GMT}
	 * @param date the header {@code Date} of the same answer, which a date is compared
	 * with, because clocks differ
	 * @param now what it is compared with where there is no such header
	 * @return the time, zero where it is not known or over
	 */
	static Duration http(@Nullable String header, @Nullable String date, Instant now) {
		if (header == null) {
			return Duration.ZERO;
		}
		String text = header.strip();
		if (!text.isEmpty() && text.chars().allMatch((next) -> next >= '0' && next <= '9')) {
			long seconds = (text.length() <= MAX_DIGITS) ? Long.parseLong(text) : MAX_SECONDS;
			return bounded(seconds, 0);
		}
		Instant until = date(text);
		if (until == null) {
			return Duration.ZERO;
		}
		Instant answered = (date != null) ? date(date.strip()) : null;
		return bounded(until.getEpochSecond() - ((answered != null) ? answered : now).getEpochSecond(), 0);
	}

	private static @Nullable Instant date(String text) {
		try {
			return DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	/**
	 * Reads the header or trailer {@code grpc-status-details-bin}.
	 * @param header in Base64, with padding or without
	 * @return the time, zero where it says that one may try again but not when,
	 * {@code null} where it does not say so
	 */
	static @Nullable Duration grpc(@Nullable String header) {
		if (header == null || header.length() > MAX_DETAILS) {
			return null;
		}
		byte[] bytes;
		try {
			bytes = Base64.getDecoder().decode(header.strip());
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
		ProtobufReader status = new ProtobufReader(bytes);
		while (status.next()) {
			Duration delay = status.isMessage(STATUS_DETAILS) ? detail(status.message()) : null;
			if (delay != null) {
				return delay;
			}
		}
		return null;
	}

	private static @Nullable Duration detail(ProtobufReader any) {
		boolean retryInfo = false;
		ProtobufReader value = new ProtobufReader(new byte[0]);
		while (any.next()) {
			if (any.isMessage(ANY_TYPE)) {
				retryInfo = any.text().endsWith("/google.rpc.RetryInfo");
			}
			else if (any.isMessage(ANY_VALUE)) {
				value = any.message();
			}
		}
		return (retryInfo && !any.isBroken()) ? delay(value) : null;
	}

	private static Duration delay(ProtobufReader retryInfo) {
		long seconds = 0;
		long nanos = 0;
		while (retryInfo.next()) {
			if (retryInfo.isMessage(RETRY_INFO_DELAY)) {
				ProtobufReader duration = retryInfo.message();
				while (duration.next()) {
					seconds = duration.isNumber(DURATION_SECONDS) ? duration.number() : seconds;
					nanos = duration.isNumber(DURATION_NANOS) ? duration.number() : nanos;
				}
			}
		}
		return bounded(seconds, nanos);
	}

	private static Duration bounded(long seconds, long nanos) {
		if (seconds < 0 || nanos < 0) {
			return Duration.ZERO;
		}
		return Duration.ofSeconds(Math.min(seconds, MAX_SECONDS), Math.min(nanos, 999_999_999));
	}

}
