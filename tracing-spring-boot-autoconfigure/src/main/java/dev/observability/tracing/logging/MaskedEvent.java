// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import dev.observability.tracing.redaction.Redactor;
import org.jspecify.annotations.Nullable;

/**
 * The texts of a log event, masked and cut as in a line of JSON. Step 7 of a request; any
 * thread, after the event was prepared for deferred processing.
 *
 * @since 0.1.0
 */
public final class MaskedEvent {

	private MaskedEvent() {
	}

	/**
	 * Returns the message with its arguments.
	 * @param event the event
	 * @param maxLength characters at most
	 * @return the masked message, empty where there is none
	 */
	public static String message(ILoggingEvent event, int maxLength) {
		String message = event.getFormattedMessage();
		return (message != null) ? Redactor.standard().text(LogTexts.cutBeforeMask(message, maxLength)) : "";
	}

	/**
	 * Returns the stack trace of the exception.
	 * @param event the event
	 * @param maxLength characters at most
	 * @return the stack trace with its messages masked, {@code null} without an exception
	 */
	public static @Nullable String stackTrace(ILoggingEvent event, int maxLength) {
		IThrowableProxy throwable = event.getThrowableProxy();
		return (throwable != null) ? new StackTraceText(throwable, maxLength, null).print() : null;
	}

}
