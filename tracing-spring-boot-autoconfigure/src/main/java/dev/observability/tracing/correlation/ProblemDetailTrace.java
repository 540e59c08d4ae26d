// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.correlation;

import java.util.Map;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceId;
import org.jspecify.annotations.Nullable;

import org.springframework.http.ProblemDetail;

/**
 * Puts the trace id into the body of an error, at step 6 of a request. Request thread;
 * never throws.
 * <p>
 * A member of that name that the application set stays, unless it is a trace id: an
 * application may answer with one object again and again, which has that of an earlier
 * request.
 */
final class ProblemDetailTrace {

	/** Name of the member; ours, as in the log lines. RFC 9457 allows any. */
	static final String MEMBER = "trace_id";

	private ProblemDetailTrace() {
	}

	/**
	 * Returns the trace id of what runs on this thread.
	 * @return 32 lower-case hex digits, or {@code null} where there is no trace
	 */
	static @Nullable String currentTraceId() {
		SpanContext span = Span.current().getSpanContext();
		return span.isValid() ? span.getTraceId() : null;
	}

	static void addTo(ProblemDetail detail, @Nullable String traceId) {
		Map<String, Object> members = detail.getProperties();
		Object present = (members != null) ? members.get(MEMBER) : null;
		if (traceId != null && (present == null || isTraceId(present)) && !traceId.equals(present)) {
			detail.setProperty(MEMBER, traceId);
		}
	}

	private static boolean isTraceId(Object present) {
		return present instanceof String text && TraceId.isValid(text);
	}

	static void addTo(Map<String, Object> body, @Nullable String traceId) {
		if (traceId != null) {
			body.putIfAbsent(MEMBER, traceId);
		}
	}

}
