// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import io.opentelemetry.api.trace.Span;
import io.r2dbc.spi.R2dbcException;

/**
 * The SQLSTATE of a failed R2DBC query. Step 6 of a request; loaded only after a query,
 * hence where R2DBC is.
 */
final class R2dbcErrors {

	private R2dbcErrors() {
	}

	static void setStatusCode(Throwable error, Span span) {
		if (error instanceof R2dbcException failure && failure.getSqlState() != null) {
			span.setAttribute(DatabaseAttributes.RESPONSE_STATUS_CODE, failure.getSqlState());
			span.setAttribute(ErrorAttributes.TYPE, failure.getSqlState());
		}
	}

}
