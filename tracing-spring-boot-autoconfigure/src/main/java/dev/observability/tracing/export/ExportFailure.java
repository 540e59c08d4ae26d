// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLException;

import dev.observability.tracing.redaction.Redactor;
import org.jspecify.annotations.Nullable;

/**
 * Says in a few words why an export failed. Exporter threads; never throws. What a server
 * wrote is not repeated: it may repeat what it was sent.
 *
 * @param reason what is counted
 * @param text what is logged, such as {@code Connection refused} or {@code HTTP 503}
 */
record ExportFailure(LossReason reason, String text) {

	private static final int MAX_TEXT_LENGTH = 160;

	private static final int MAX_CAUSES = 16;

	static ExportFailure of(@Nullable Throwable failure) {
		Throwable cause = failure;
		Throwable last = failure;
		for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
			if (cause instanceof AnswerException answer && answer.outcome().failure() != null) {
				return answer.outcome().failure();
			}
			if (cause instanceof ExportShutdown.ShutdownTimeoutException) {
				return new ExportFailure(LossReason.SHUTDOWN, "the application ends");
			}
			if (cause instanceof HttpTimeoutException || cause instanceof InterruptedIOException
					|| cause instanceof TimeoutException) {
				return new ExportFailure(LossReason.TIMEOUT, "timeout");
			}
			if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
				return new ExportFailure(LossReason.UNREACHABLE, "unknown host");
			}
			if (cause instanceof SSLException) {
				return new ExportFailure(LossReason.UNREACHABLE, "TLS: " + shorten(rootMessage(cause)));
			}
			if (cause instanceof ProtocolException) {
				// Its message has what the server wrote
				return new ExportFailure(LossReason.UNREACHABLE, "the answer is not HTTP");
			}
			last = cause;
			cause = cause.getCause();
		}
		return connection(failure, last);
	}

	/**
	 * A header of the application that no request can have.
	 * @param name of the header; its value may be a secret
	 * @return why nothing is sent
	 */
	static ExportFailure header(String name) {
		return new ExportFailure(LossReason.OTHER, "header " + shorten(name) + " is not allowed");
	}

	private static ExportFailure connection(@Nullable Throwable failure, @Nullable Throwable last) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			String message = cause.getMessage();
			if (message != null && message.toLowerCase(Locale.ROOT).contains("connection reset")) {
				return new ExportFailure(LossReason.UNREACHABLE, "Connection reset");
			}
			if (cause instanceof ConnectException) {
				return new ExportFailure(LossReason.UNREACHABLE, connectMessage(last));
			}
			if (cause == last) {
				break;
			}
		}
		if (last instanceof IOException) {
			return new ExportFailure(LossReason.UNREACHABLE, shorten(rootMessage(last)));
		}
		return new ExportFailure(LossReason.OTHER,
				(last != null) ? shorten(last.getClass().getSimpleName()) : "export failed");
	}

	// The JDK's client says nothing where a connection is refused
	private static String connectMessage(@Nullable Throwable last) {
		String message = (last instanceof SocketException) ? last.getMessage() : null;
		return (message != null) ? shorten(message) : "Connection refused";
	}

	private static String rootMessage(Throwable failure) {
		Throwable root = failure;
		for (int i = 0; root.getCause() != null && i < MAX_CAUSES; i++) {
			root = root.getCause();
		}
		String message = root.getMessage();
		if (message == null || message.isBlank()) {
			// OkHttp's when a connection goes while a request waits for it
			return (root instanceof IOException) ? "Connection closed" : root.getClass().getSimpleName();
		}
		return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
	}

	private static String shorten(String text) {
		String line = Redactor.standard().text(text.replaceAll("\\s+", " "));
		return (line.length() > MAX_TEXT_LENGTH) ? line.substring(0, MAX_TEXT_LENGTH) + "..." : line;
	}

}
