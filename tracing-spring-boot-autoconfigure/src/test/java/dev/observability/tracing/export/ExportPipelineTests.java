// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.MessageWriter;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExportPipeline}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ExportPipelineTests {

	@RegisterExtension
	private final BalancedLedgers ledgers = new BalancedLedgers();

	private final ExportLosses losses = new ExportLosses();

	private final ExportLedger ledger = new ExportLedger(this.losses);

	private final ExportShutdown shutdown = new ExportShutdown(Duration.ofMillis(50));

	private final ManualExporter exporter = new ManualExporter();

	@BeforeEach
	void watchTheLedger() {
		this.ledgers.watch(this.ledger);
	}

	@Test
	void exporterThatThrowsOnlyLosesItsSpans() {
		ExportPipeline pipeline = pipeline(Duration.ofMinutes(1));
		this.exporter.failure = new IllegalStateException("secret");
		CompletableResultCode result = pipeline.export(spans(3));
		assertThat(result.isDone()).isTrue();
		assertThat(result.isSuccess()).isFalse();
		assertThat(result.getFailureThrowable()).hasMessage("IllegalStateException");
		assertThat(this.losses.count(LossReason.OTHER)).isEqualTo(3);
		this.exporter.failure = new NoClassDefFoundError("gone");
		assertThat(pipeline.export(spans(2)).isSuccess()).isFalse();
		this.exporter.failure = new OutOfMemoryError("for the test");
		assertThat(pipeline.export(spans(4)).isSuccess()).isFalse();
		assertThat(this.losses.total()).isEqualTo(9);
	}

	@Test
	void exportWithoutAnAnswerIsLostAfterTheTimeoutAndALateAnswerChangesNothing() {
		// Enough for the exporter to be asked before
		ExportPipeline pipeline = pipeline(Duration.ofSeconds(1));
		CompletableResultCode result = pipeline.export(spans(2)).join(30, TimeUnit.SECONDS);
		assertThat(result.isDone()).isTrue();
		assertThat(this.losses.count(LossReason.TIMEOUT)).isEqualTo(2);
		this.exporter.results.get(0).succeed();
		assertThat(this.losses.total()).isEqualTo(2);
		assertThat(result.isSuccess()).isFalse();
	}

	@Test
	void stragglerThatFailsAfterALaterSuccessIsCountedAndNotAnnounced(CapturedOutput output) {
		ExportPipeline pipeline = pipeline(Duration.ofMinutes(1));
		pipeline.export(spans(2));
		pipeline.export(spans(1));
		this.exporter.results.get(1).succeed();
		this.exporter.results.get(0).fail();
		assertThat(this.losses.total()).isEqualTo(2);
		assertThat(output).doesNotContain("do not reach");
	}

	@Test
	void goingAndComingBackIsAnnouncedOncePerChange(CapturedOutput output) {
		ExportPipeline pipeline = pipeline(Duration.ofMinutes(1));
		for (int round = 0; round < 2; round++) {
			for (int i = 0; i < 5; i++) {
				pipeline.export(spans(1));
				this.exporter.last().fail();
			}
			for (int i = 0; i < 5; i++) {
				pipeline.export(spans(1));
				this.exporter.last().succeed();
			}
		}
		assertThat(output.toString().split("Spans do not reach ManualExporter: export failed", -1)).hasSize(3);
		assertThat(output.toString().split("again; 5 were lost meanwhile", -1)).hasSize(3);
	}

	@Test
	void spansThatTheCollectorRejectsAreAnnouncedOnce(CapturedOutput output) {
		ExportPipeline pipeline = new ExportPipeline(this.exporter,
				new OtlpExit(new RejectingSender(), new SpanRedaction()), this.ledger, new ExportRetry(null), null,
				this.shutdown, Duration.ofMinutes(1));
		for (int i = 0; i < 3; i++) {
			pipeline.export(spans(2));
		}
		assertThat(this.losses.count(LossReason.REJECTED)).isEqualTo(3);
		assertThat(this.ledger.exportedSpans()).isEqualTo(3);
		assertThat(output.toString().lines().filter((line) -> line.contains("rejects"))).singleElement()
			.satisfies((line) -> assertThat(line).contains("WARN").contains("ManualExporter rejects some spans"));
	}

	@Test
	void whatIsInFlightOrComesAfterTheDeadlineIsLostWhenTheApplicationEnds(CapturedOutput output) {
		ExportPipeline pipeline = pipeline(Duration.ofMinutes(1));
		CompletableResultCode inFlight = pipeline.export(spans(2));
		this.shutdown.shutdown();
		assertThat(inFlight.join(30, TimeUnit.SECONDS).isDone()).isTrue();
		assertThat(pipeline.export(spans(3)).isDone()).isTrue();
		assertThat(this.exporter.results).hasSize(1);
		assertThat(this.losses.count(LossReason.SHUTDOWN)).isEqualTo(5);
		assertThat(pipeline.shutdown().join(30, TimeUnit.SECONDS).isSuccess()).isTrue();
		assertThat(output).contains("The application ends; 5 spans did not reach ManualExporter")
			.doesNotContain("do not reach");
	}

	@Test
	void endDoesNotWaitForAnExporterThatDoesNotEnd() {
		CountDownLatch blocked = new CountDownLatch(1);
		this.exporter.onShutdown = blocked;
		ExportPipeline pipeline = pipeline(Duration.ofMinutes(1));
		assertThat(pipeline.shutdown().join(30, TimeUnit.SECONDS).isSuccess()).isTrue();
		assertThat(blocked.getCount()).as("still blocked").isOne();
		assertThat(pipeline.shutdown().isSuccess()).as("closed twice").isTrue();
		blocked.countDown();
	}

	@Test
	void emptyBatchIsPassedOn() {
		CompletableResultCode result = pipeline(Duration.ofMinutes(1)).export(List.of());
		this.exporter.last().succeed();
		assertThat(result.isSuccess()).isTrue();
	}

	@Test
	void partsOfALargeBatchLeaveOneAfterTheOtherAndCountEachForItself() {
		CompletableResultCode result = pipeline(Duration.ofMinutes(1)).export(largeSpans(6));
		assertThat(this.exporter.results).hasSize(1);
		this.exporter.last().succeed();
		assertThat(this.exporter.results).hasSize(2);
		this.exporter.last().fail();
		assertThat(this.exporter.results).hasSize(3);
		assertThat(result.isDone()).isFalse();
		this.exporter.last().succeed();
		assertThat(result.isDone()).isTrue();
		assertThat(result.isSuccess()).as("one part failed").isFalse();
		assertThat(this.losses.count(LossReason.OTHER)).isEqualTo(2);
	}

	@Test
	void spansOfAListThatIsEmptiedMeanwhileAreCounted() {
		List<SpanData> spans = spans(3);
		pipeline(Duration.ofMinutes(1)).export(spans);
		spans.clear();
		this.exporter.last().fail();
		assertThat(this.losses.count(LossReason.OTHER)).isEqualTo(3);
	}

	@Test
	void partsOfALargeBatchShareItsTime() {
		CompletableResultCode result = pipeline(Duration.ofMillis(10)).export(largeSpans(2_000))
			.join(30, TimeUnit.SECONDS);
		assertThat(result.isSuccess()).isFalse();
		assertThat(this.exporter.results).as("nothing was sent after the time").hasSizeLessThanOrEqualTo(1);
		assertThat(this.losses.count(LossReason.TIMEOUT)).isEqualTo(2_000);
	}

	@Test
	void partsOfALargeBatchAreLostWithTheApplication() {
		CompletableResultCode result = pipeline(Duration.ofMinutes(1)).export(largeSpans(6));
		this.shutdown.shutdown();
		assertThat(result.join(30, TimeUnit.SECONDS).isDone()).isTrue();
		assertThat(this.exporter.results).hasSize(1);
		assertThat(this.losses.count(LossReason.SHUTDOWN)).isEqualTo(6);
	}

	private ExportPipeline pipeline(Duration timeout) {
		return new ExportPipeline(this.exporter, new ExporterExit(this.exporter, new SpanRedaction()), this.ledger,
				new ExportRetry(null), null, this.shutdown, timeout);
	}

	private static List<SpanData> spans(int count) {
		return spans(count, Attributes.empty());
	}

	// Two of them fill a part
	private static List<SpanData> largeSpans(int count) {
		return spans(count, Attributes.builder().put("body", "x".repeat((int) ExportParts.MAX_CHARACTERS / 3)).build());
	}

	private static List<SpanData> spans(int count, Attributes attributes) {
		return EndedSpans.spans(count, EndedSpans.span().setAttributes(attributes));
	}

	/**
	 * Sends to a collector that rejects one span of each message.
	 */
	private static final class RejectingSender implements OtlpSender {

		@Override
		public void send(MessageWriter message, Consumer<SendOutcome> onOutcome) {
			onOutcome.accept(SendOutcome.taken(1));
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

	/**
	 * An exporter whose answers the test gives.
	 */
	private static final class ManualExporter implements SpanExporter {

		private final List<CompletableResultCode> results = new ArrayList<>();

		private @Nullable Throwable failure;

		private @Nullable CountDownLatch onShutdown;

		CompletableResultCode last() {
			return this.results.get(this.results.size() - 1);
		}

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			if (this.failure instanceof RuntimeException exception) {
				throw exception;
			}
			if (this.failure instanceof Error error) {
				throw error;
			}
			CompletableResultCode result = new CompletableResultCode();
			this.results.add(result);
			return result;
		}

		@Override
		public CompletableResultCode flush() {
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode shutdown() {
			try {
				if (this.onShutdown != null) {
					this.onShutdown.await();
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return CompletableResultCode.ofSuccess();
		}

	}

}
