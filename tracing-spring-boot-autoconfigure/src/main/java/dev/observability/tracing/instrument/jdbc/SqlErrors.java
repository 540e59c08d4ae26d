// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.jdbc;

import java.sql.SQLException;

import dev.observability.tracing.redaction.Redactor;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import org.jspecify.annotations.Nullable;

/**
 * Describes a failed statement on its span. Step 6 of a request, on the thread that runs
 * the statement.
 * <p>
 * Messages of drivers quote values, as in "Key (email)=(jane@example.com) already
 * exists", and are told without them. No exception event is added, it belongs to the span
 * where the exception is not handled. Source: semantic conventions 1.44, SQL, notes 2 and
 * 3.
 */
final class SqlErrors {

	/** Enough for the sentence of a server; Hibernate and H2 append the statement. */
	private static final int MAX_DESCRIPTION = 1000;

	private SqlErrors() {
	}

	static void describe(Span span, Throwable error, DatabaseSystem system) {
		String statusCode = (error instanceof SQLException ex) ? statusCode(ex, system) : null;
		if (statusCode != null) {
			span.setAttribute(JdbcAttributes.STATUS_CODE.string(), statusCode);
		}
		String type = error.getClass().getName();
		span.setAttribute(JdbcAttributes.ERROR_TYPE.string(), (statusCode != null) ? statusCode : type);
		span.setStatus(StatusCode.ERROR, description(error));
	}

	// What the driver said, without the values that it quotes
	private static String description(Throwable error) {
		String message = error.getMessage();
		if (message == null || message.isBlank()) {
			return error.getClass().getName();
		}
		String masked = Redactor.standard().sqlMessage(message);
		return (masked.length() <= MAX_DESCRIPTION) ? masked : masked.substring(0, MAX_DESCRIPTION - 1) + "\u2026";
	}

	static @Nullable String statusCode(SQLException ex, DatabaseSystem system) {
		String state = ex.getSQLState();
		int code = ex.getErrorCode();
		boolean known = state != null && !state.isEmpty();
		return switch (system.statusCode()) {
			case SQLSTATE -> known ? state : number(code);
			case VENDOR -> (code != 0) ? number(code) : (known ? state : null);
			case ORACLE ->
				(code != 0) ? "ORA-" + "0".repeat(Math.max(0, 5 - digits(code))) + code : (known ? state : null);
			case BOTH -> (known && code != 0 && !state.equals(number(code))) ? state + "/" + code
					: (known ? state : number(code));
		};
	}

	private static @Nullable String number(int code) {
		return (code != 0) ? Integer.toString(code) : null;
	}

	private static int digits(int code) {
		return Integer.toString(code).length();
	}

}
