// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.lang.ref.WeakReference;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import org.jspecify.annotations.Nullable;

/**
 * Marks the current span as failed when an ERROR event with an exception is logged: the
 * status, and the exception as an event, step 7 of a request. The thread that logs; never
 * throws.
 * <p>
 * The same exception is recorded once per span, however often it is logged; the last 64
 * are remembered. What else records it, such as the handling of an error that is thrown
 * after it was logged, is not known here.
 */
final class MarkSpanAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

	private static final int REMEMBERED = 64;

	private final @Nullable Recorded[] recorded = new Recorded[REMEMBERED];

	private int next;

	@Override
	protected void append(ILoggingEvent event) {
		if (event.getLevel() == Level.ERROR && event.getThrowableProxy() instanceof ThrowableProxy proxy) {
			Span span = Span.current();
			if (span.isRecording()) {
				mark(span, proxy.getThrowable());
			}
		}
	}

	private void mark(Span span, Throwable throwable) {
		if (remember(span.getSpanContext().getSpanId(), throwable)) {
			span.setStatus(StatusCode.ERROR, String.valueOf(throwable.getMessage()));
			span.recordException(throwable);
		}
	}

	private synchronized boolean remember(String spanId, Throwable throwable) {
		for (Recorded known : this.recorded) {
			if (known != null && known.throwable().refersTo(throwable) && known.spanId().equals(spanId)) {
				return false;
			}
		}
		this.recorded[this.next] = new Recorded(spanId, new WeakReference<>(throwable));
		this.next = (this.next + 1) % REMEMBERED;
		return true;
	}

	/**
	 * An exception that a span has already.
	 *
	 * @param spanId the span
	 * @param throwable the exception
	 */
	private record Recorded(String spanId, WeakReference<Throwable> throwable) {
	}

}
