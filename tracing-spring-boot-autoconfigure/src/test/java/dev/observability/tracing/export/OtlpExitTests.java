// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.MessageWriter;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link OtlpExit}.
 */
class OtlpExitTests {

	private final ManualSender sender = new ManualSender();

	private final OtlpExit exit = new OtlpExit(this.sender, new SpanRedaction());

	@Test
	void messagesOnTheirWayKeepTheirContentAndMayBeWrittenAgain() throws IOException {
		ExportPart first = send("first", 1_000);
		ExportPart second = send("second", 10);
		first.close(true);
		send("third", 1_000);
		assertThat(names(1)).hasSize(10).containsOnly("second");
		assertThat(names(1)).as("at a second attempt").hasSize(10).containsOnly("second");
		assertThat(names(2)).hasSize(1_000).containsOnly("third");
		second.close(true);
	}

	@Test
	void attemptHasTheOutcomeOfTheSender() {
		CompletableFuture<SendOutcome> outcome = this.exit.parts(spans("span", 1, Attributes.empty())).next().send();
		assertThat(outcome).isNotDone();
		SendOutcome lost = SendOutcome.of(new IOException("reset"));
		this.sender.outcomes.get(0).accept(lost);
		this.sender.outcomes.get(0).accept(SendOutcome.taken(0));
		assertThat(outcome).isCompletedWithValue(lost);
	}

	@Test
	void messageThatIsOverIsNotWrittenAgain() {
		send("first", 1).close(true);
		send("second", 1);
		assertThatIOException().isThrownBy(() -> names(0)).withMessage("The export is over");
	}

	@Test
	void partThatIsClosedTwiceFreesNothingThatIsInUse() throws IOException {
		ExportPart first = send("first", 1);
		first.close(true);
		send("second", 1);
		first.close(true);
		send("third", 1);
		assertThat(names(1)).containsExactly("second");
		assertThat(names(2)).containsExactly("third");
	}

	@Test
	void messageThatMayStillBeReadIsNotWrittenAndItsBufferNotUsedAgain() throws IOException {
		send("first", 1).close(false);
		assertThatIOException().isThrownBy(() -> names(0)).withMessage("The export is over");
		send("second", 1);
		send("third", 1);
		assertThat(names(1)).containsExactly("second");
		assertThat(names(2)).containsExactly("third");
	}

	@Test
	void batchOfNoneIsOneMessage() throws IOException {
		Iterator<ExportPart> parts = this.exit.parts(List.of());
		ExportPart part = parts.next();
		assertThat(part.size()).isZero();
		part.send();
		assertThat(names(0)).isEmpty();
		assertThat(parts.hasNext()).isFalse();
	}

	@Test
	void largeBatchIsSeveralMessagesThatHoldAll() throws IOException {
		Attributes large = Attributes.builder().put("body", "x".repeat(1_000_000)).build();
		Iterator<ExportPart> parts = this.exit.parts(spans("large", 10, large));
		int size = 0;
		while (parts.hasNext()) {
			ExportPart part = parts.next();
			part.send();
			assertThat(names(this.sender.messages.size() - 1)).hasSize(part.size());
			size += part.size();
		}
		assertThat(size).isEqualTo(10);
		assertThat(this.sender.messages).hasSize(3);
	}

	private ExportPart send(String name, int count) {
		Iterator<ExportPart> parts = this.exit.parts(spans(name, count, Attributes.empty()));
		ExportPart part = parts.next();
		part.send();
		assertThat(parts.hasNext()).isFalse();
		return part;
	}

	private List<String> names(int message) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		this.sender.messages.get(message).writeMessage(bytes);
		return ExportTraceServiceRequest.parseFrom(bytes.toByteArray())
			.getResourceSpansList()
			.stream()
			.flatMap((resource) -> resource.getScopeSpansList().stream())
			.flatMap((scope) -> scope.getSpansList().stream())
			.map(Span::getName)
			.toList();
	}

	private static List<SpanData> spans(String name, int count, Attributes attributes) {
		return EndedSpans.spans(count, EndedSpans.span().setName(name).setAttributes(attributes));
	}

	/**
	 * A sender whose answers the test gives.
	 */
	private static final class ManualSender implements OtlpSender {

		private final List<MessageWriter> messages = new ArrayList<>();

		private final List<Consumer<SendOutcome>> outcomes = new ArrayList<>();

		@Override
		public void send(MessageWriter message, Consumer<SendOutcome> onOutcome) {
			this.messages.add(message);
			this.outcomes.add(onOutcome);
		}

		@Override
		public @Nullable RetryPolicy retryPolicy() {
			return null;
		}

		@Override
		public CompletableResultCode shutdown() {
			return CompletableResultCode.ofSuccess();
		}

	}

}
