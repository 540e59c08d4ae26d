// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.GrpcResponse;
import io.opentelemetry.sdk.common.export.GrpcSender;
import io.opentelemetry.sdk.common.export.GrpcSenderConfig;
import io.opentelemetry.sdk.common.export.GrpcStatusCode;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.MessageWriter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CheckedHttpSender} and {@link CheckedGrpcSender}.
 */
class CheckedSenderTests {

	/** An answer whose partial success rejects three spans. */
	private static final byte[] THREE_REJECTED = { 0x0A, 0x02, 0x08, 0x03 };

	private final ExportLosses losses = new ExportLosses();

	private final List<Throwable> failures = new ArrayList<>();

	private final List<Object> successes = new ArrayList<>();

	@Test
	void httpCountsWhatTheCollectorRejectsAndTakesTheRestForASuccess() {
		http(202).send(new NoMessage(), this.successes::add, this.failures::add);
		assertThat(this.losses.count(LossReason.REJECTED)).isEqualTo(3);
		assertThat(this.successes).hasSize(1);
		assertThat(this.failures).isEmpty();
	}

	@Test
	void grpcCountsWhatTheCollectorRejectsAndTakesTheRestForASuccess() {
		grpc().send(new NoMessage(), this.successes::add, this.failures::add);
		assertThat(this.losses.count(LossReason.REJECTED)).isEqualTo(3);
		assertThat(this.successes).hasSize(1);
		assertThat(this.failures).isEmpty();
	}

	@Test
	void redirectIsAFailureAndRejectsNothing() {
		http(302).send(new NoMessage(), this.successes::add, this.failures::add);
		assertThat(this.losses.total()).isZero();
		assertThat(this.successes).isEmpty();
		assertThat(this.failures).singleElement().satisfies((failure) -> assertThat(failure).hasMessage("HTTP 302"));
	}

	private CheckedHttpSender http(int status) {
		HttpSenderConfig config = config(HttpSenderConfig.class);
		return new CheckedHttpSender((any) -> new AnsweringHttpSender(status, THREE_REJECTED), config, this.losses);
	}

	private CheckedGrpcSender grpc() {
		GrpcSenderConfig config = config(GrpcSenderConfig.class);
		return new CheckedGrpcSender((any) -> new AnsweringGrpcSender(THREE_REJECTED), config, this.losses);
	}

	// Nobody reads it
	private static <T> T config(Class<T> type) {
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> null));
	}

	/**
	 * Answers at once.
	 *
	 * @param status the status
	 * @param body the body
	 */
	private record AnsweringHttpSender(int status, byte[] body) implements HttpSender, HttpResponse {

		@Override
		public void send(MessageWriter message, Consumer<HttpResponse> onResponse, Consumer<Throwable> onError) {
			onResponse.accept(this);
		}

		@Override
		public int getStatusCode() {
			return this.status;
		}

		@Override
		public String getStatusMessage() {
			return "";
		}

		@Override
		public byte[] getResponseBody() {
			return this.body;
		}

		@Override
		public CompletableResultCode shutdown() {
			return CompletableResultCode.ofSuccess();
		}

	}

	/**
	 * Answers at once with success.
	 *
	 * @param body the message
	 */
	private record AnsweringGrpcSender(byte[] body) implements GrpcSender, GrpcResponse {

		@Override
		public void send(MessageWriter message, Consumer<GrpcResponse> onResponse, Consumer<Throwable> onError) {
			onResponse.accept(this);
		}

		@Override
		public GrpcStatusCode getStatusCode() {
			return GrpcStatusCode.OK;
		}

		@Override
		public String getStatusDescription() {
			return "";
		}

		@Override
		public byte[] getResponseMessage() {
			return this.body;
		}

		@Override
		public CompletableResultCode shutdown() {
			return CompletableResultCode.ofSuccess();
		}

	}

	/**
	 * Nothing to write.
	 */
	private record NoMessage() implements MessageWriter {

		@Override
		public void writeMessage(OutputStream output) {
			// Empty
		}

		@Override
		public int getContentLength() {
			return 0;
		}

	}

}
