// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import javax.net.ssl.SSLHandshakeException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExportFailure}.
 */
class ExportFailureTests {

	static Stream<Arguments> failures() {
		return Stream.of(Arguments.of(null, LossReason.OTHER, "export failed"),
				Arguments.of(wrapped(new ConnectException()), LossReason.UNREACHABLE, "Connection refused"),
				Arguments.of(new ConnectException("Connection refused"), LossReason.UNREACHABLE, "Connection refused"),
				Arguments.of(
						new ConnectException("Failed to connect to localhost/127.0.0.1:4317")
							.initCause(new ConnectException("Connection refused")),
						LossReason.UNREACHABLE, "Connection refused"),
				Arguments.of(wrapped(new HttpTimeoutException("request timed out")), LossReason.TIMEOUT, "timeout"),
				Arguments.of(new InterruptedIOException("timeout"), LossReason.TIMEOUT, "timeout"),
				Arguments.of(new TimeoutException(), LossReason.TIMEOUT, "timeout"),
				Arguments.of(new UnknownHostException("collector.example"), LossReason.UNREACHABLE, "unknown host"),
				Arguments.of(new ConnectException().initCause(new UnresolvedAddressException()), LossReason.UNREACHABLE,
						"unknown host"),
				Arguments.of(wrapped(new SocketException("Connection reset by peer")), LossReason.UNREACHABLE,
						"Connection reset"),
				Arguments.of(wrapped(new SSLHandshakeException("no\ntrust")), LossReason.UNREACHABLE, "TLS: no trust"),
				Arguments.of(new AnswerException(SendOutcome.lost(new ExportFailure(LossReason.REFUSED, "HTTP 503"))),
						LossReason.REFUSED, "HTTP 503"),
				Arguments.of(new ExportShutdown.ShutdownTimeoutException(), LossReason.SHUTDOWN,
						"the application ends"),
				Arguments.of(new IOException("no http://h/?token=1"), LossReason.UNREACHABLE,
						"no http://h/?token=REDACTED"),
				Arguments.of(wrapped(new ProtocolException("Invalid status line: \"Bearer secret\"")),
						LossReason.UNREACHABLE, "the answer is not HTTP"),
				Arguments.of(new IOException(), LossReason.UNREACHABLE, "Connection closed"),
				Arguments.of(new SSLHandshakeException("no trust."), LossReason.UNREACHABLE, "TLS: no trust"),
				Arguments.of(new IllegalStateException("secret"), LossReason.OTHER, "IllegalStateException"));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void saysInAFewWordsWhy(@Nullable Throwable failure, LossReason reason, String text) {
		assertThat(ExportFailure.of(failure)).isEqualTo(new ExportFailure(reason, text));
	}

	@Test
	void aLongMessageIsCutAndACycleOfCausesEnds() {
		assertThat(ExportFailure.of(new IOException("x".repeat(100_000))).text()).hasSizeLessThan(200);
		IOException first = new IOException("first");
		IOException second = new IOException("second", first);
		first.initCause(second);
		assertThat(ExportFailure.of(first).reason()).isEqualTo(LossReason.UNREACHABLE);
	}

	private static Throwable wrapped(IOException failure) {
		return new CompletionException(new UncheckedIOException(failure));
	}

}
