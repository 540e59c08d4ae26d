// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.jdbc;

import java.sql.SQLException;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import org.jspecify.annotations.Nullable;

/**
 * Describes a failed statement on its span. Step 6 of a request, on the thread that runs
 * the statement.
 * <p>
 * Only the code and the class are told: messages of drivers quote values, as in "Key
 * (email)=(jane@example.com) already exists". No exception event is added, it belongs to
 * the span where the exception is not handled. Source: semantic conventions 1.44, SQL,
 * notes 2 and 3.
 */
final class SqlErrors {

	private SqlErrors() {
	}

	static void describe(Span span, Throwable error, DatabaseSystem system) {
		String statusCode = (error instanceof SQLException ex) ? statusCode(ex, system) : null;
		if (statusCode != null) {
			span.setAttribute(JdbcAttributes.STATUS_CODE.string(), statusCode);
		}
		String type = error.getClass().getName();
		span.setAttribute(JdbcAttributes.ERROR_TYPE.string(), (statusCode != null) ? statusCode : type);
		span.setStatus(StatusCode.ERROR, description(error, statusCode));
	}

	// Returns what the status of the span says. The one place where a message of a
	// driver could be let out, masked.
	private static String description(Throwable error, @Nullable String statusCode) {
		String type = error.getClass().getName();
		return (statusCode != null) ? type + " " + statusCode : type;
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
