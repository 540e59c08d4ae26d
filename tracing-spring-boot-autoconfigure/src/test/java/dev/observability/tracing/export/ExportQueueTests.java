// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.http.HttpStatusCode;
import org.springframework.web.client.RestClientResponseException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExportQueue}.
 */
class ExportQueueTests {

	private static final long MEGABYTE = 1024 * 1024;

	private final ExportLosses total = new ExportLosses();

	private final ExportLedger ledger = new ExportLedger(this.total);

	private final ManualExporter exporter = new ManualExporter();

	private final ExportPipeline exit = new ExportPipeline(this.exporter,
			new ExporterExit(this.exporter, new SpanRedaction()), this.ledger, new ExportRetry(null), null,
			new ExportShutdown(Duration.ofSeconds(1)), Duration.ofMinutes(1));

	private final SdkTracerProvider spans = SdkTracerProvider.builder().build();

	private @Nullable ExportQueue queue;

	@AfterEach
	void endThreads() {
		this.exporter.succeeds = true;
		List.copyOf(this.exporter.results).forEach(CompletableResultCode::succeed);
		if (this.queue != null) {
			this.queue.shutdown().join(30, TimeUnit.SECONDS);
		}
		this.spans.close();
	}

	@Test
	void holdsWhatWaitsAndWhatIsBeingSentUntilItIsSettled() {
		ExportQueue queue = queue(100, MEGABYTE);
		end(queue, 3, Attributes.empty());
		assertThat(queue.spans()).isEqualTo(3);
		assertThat(queue.bytes()).isGreaterThanOrEqualTo(3 * SpanCharge.PER_SPAN);
		assertThat(this.ledger.inFlightSpans()).isEqualTo(3);
		flushInto(queue, 1);
		assertThat(queue.spans()).as("being sent").isEqualTo(3);
		this.exporter.results.get(0).succeed();
		Awaitility.await().until(() -> queue.spans() == 0 && this.ledger.inFlightSpans() == 0);
		assertThat(queue.bytes()).isZero();
		assertThat(this.ledger.exportedSpans()).isEqualTo(3);
		assertBalanced();
	}

	@Test
	void dropsAndCountsWhatIsTooMuch() {
		ExportQueue queue = queue(10, MEGABYTE);
		end(queue, 25, Attributes.empty());
		assertThat(this.ledger.losses().count(LossReason.QUEUE_FULL)).isEqualTo(15);
		assertThat(this.total.count(LossReason.QUEUE_FULL)).isEqualTo(15);
		assertThat(queue.spans()).isEqualTo(10);
		assertBalanced();
	}

	@Test
	void dropsAndCountsWhatIsTooLarge() {
		ExportQueue queue = queue(1000, MEGABYTE);
		end(queue, 20, Attributes.builder().put("large", "x".repeat(100_000)).build());
		assertThat(this.ledger.losses().count(LossReason.MEMORY_FULL)).isEqualTo(10);
		assertThat(queue.bytes()).isLessThanOrEqualTo(MEGABYTE).isGreaterThan(1_000_000);
		end(queue, 1, Attributes.empty());
		assertThat(this.ledger.losses().total()).as("a small one has room").isEqualTo(10);
		assertBalanced();
	}

	@Test
	void dropsAndCountsWhatItsExceptionsMakeTooLarge() {
		ExportQueue queue = queue(1000, MEGABYTE);
		for (int i = 0; i < 20; i++) {
			end(queue, answer(100_000));
		}
		assertThat(queue.spans()).isBetween(8L, 10L);
		assertThat(queue.bytes()).isLessThanOrEqualTo(MEGABYTE).isGreaterThan(800_000);
		assertThat(this.ledger.losses().count(LossReason.MEMORY_FULL)).isEqualTo(20 - queue.spans());
		assertBalanced();
	}

	@Test
	void exceptionOfSeveralSpansIsChargedOnceUntilTheLastOfThemHasLeft() {
		ExportQueue queue = queue(1000, MEGABYTE);
		Exception exception = answer(500_000);
		end(queue, exception);
		end(queue, exception);
		assertThat(queue.bytes()).isBetween(500_000L, 600_000L);
		// After its span ended
		exception.addSuppressed(new IllegalStateException("x".repeat(100_000)));
		end(queue, exception);
		assertThat(queue.spans()).isEqualTo(3);
		flushInto(queue, 1);
		assertThat(queue.bytes()).as("being sent").isGreaterThan(500_000);
		this.exporter.results.get(0).succeed();
		Awaitility.await().until(() -> queue.spans() == 0 && this.ledger.inFlightSpans() == 0);
		assertThat(queue.bytes()).isZero();
		assertBalanced();
	}

	@Test
	void spansThatAreNotSampledAreNobodysLoss() {
		ExportQueue queue = queue(10, MEGABYTE);
		Sampler recordOnly = new Sampler() {

			@Override
			public SamplingResult shouldSample(Context parent, String trace, String name, SpanKind kind,
					Attributes attributes, List<LinkData> links) {
				return SamplingResult.recordOnly();
			}

			@Override
			public String getDescription() {
				return "record only";
			}

		};
		try (SdkTracerProvider unsampled = SdkTracerProvider.builder().setSampler(recordOnly).build()) {
			Span span = unsampled.get("test").spanBuilder("span").startSpan();
			span.end();
			queue.onEnd((ReadableSpan) span);
		}
		assertThat(this.ledger.acceptedSpans()).isZero();
		assertThat(queue.spans()).isZero();
	}

	@Test
	void whatEndsAfterTheEndIsCounted() {
		ExportQueue queue = queue(10, MEGABYTE);
		assertThat(queue.shutdown().join(30, TimeUnit.SECONDS).isDone()).isTrue();
		end(queue, 2, Attributes.empty());
		assertThat(this.ledger.losses().count(LossReason.SHUTDOWN)).isEqualTo(2);
		assertBalanced();
	}

	@Test
	void filterThatKeepsSpansBackOrThrowsLosesNothingUncounted() {
		Filtering filtering = new Filtering(this.exit);
		ExportQueue queue = queue(100, MEGABYTE, filtering);
		end(queue, 5, Attributes.empty());
		CompletableResultCode flush = queue.forceFlush();
		this.exporter.await(1).succeed();
		assertThat(flush.join(30, TimeUnit.SECONDS).isDone()).isTrue();
		assertThat(this.ledger.losses().count(LossReason.FILTERED)).isEqualTo(4);
		assertThat(this.ledger.exportedSpans()).isEqualTo(1);
		filtering.failure = new IllegalStateException("of the application");
		end(queue, 2, Attributes.empty());
		// A flush that is asked for while another one ends is not heard
		Awaitility.await().until(() -> {
			queue.forceFlush();
			return queue.spans() == 0;
		});
		assertThat(this.ledger.losses().count(LossReason.OTHER)).isEqualTo(2);
		assertBalanced();
	}

	@Test
	void countsHoldWhileManyThreadsEndSpansAndBatchesLeave() throws InterruptedException {
		this.exporter.succeeds = true;
		ExportQueue queue = queue(500, MEGABYTE);
		int threads = 8;
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		for (int i = 0; i < threads; i++) {
			executor.execute(() -> end(queue, 5_000, Attributes.builder().put("key", "value").build()));
		}
		executor.shutdown();
		assertThat(executor.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
		assertThat(queue.shutdown().join(30, TimeUnit.SECONDS).isDone()).isTrue();
		assertThat(this.ledger.acceptedSpans()).isEqualTo(40_000);
		assertThat(this.ledger.inFlightSpans()).isZero();
		assertThat(queue.spans()).isZero();
		assertThat(queue.bytes()).isZero();
		assertBalanced();
	}

	private void assertBalanced() {
		BalancedLedgers.assertBalanced(this.ledger);
	}

	private ExportQueue queue(int spans, long bytes) {
		return queue(spans, bytes, this.exit);
	}

	private ExportQueue queue(int spans, long bytes, SpanExporter exporter) {
		ExportQueue queue = new ExportQueue(new ExportQueue.Bounds(spans, bytes, false), exporter, List.of(this.exit),
				(outlet) -> BatchSpanProcessor.builder(outlet)
					.setMaxQueueSize(spans)
					.setMaxExportBatchSize(Math.min(spans, 100))
					.setScheduleDelay(Duration.ofMinutes(10))
					.build());
		this.queue = queue;
		return queue;
	}

	private void flushInto(ExportQueue queue, int exports) {
		queue.forceFlush();
		this.exporter.await(exports);
	}

	private void end(ExportQueue queue, int count, Attributes attributes) {
		for (int i = 0; i < count; i++) {
			Span span = this.spans.get("test").spanBuilder("span").setAllAttributes(attributes).startSpan();
			span.end();
			queue.onEnd((ReadableSpan) span);
		}
	}

	private void end(ExportQueue queue, Exception exception) {
		Span span = this.spans.get("test").spanBuilder("span").startSpan();
		span.recordException(exception);
		span.end();
		queue.onEnd((ReadableSpan) span);
	}

	private static Exception answer(int bytes) {
		return new RestClientResponseException("500", HttpStatusCode.valueOf(500), "", null, new byte[bytes], null);
	}

	/** An exporter whose answers the test gives. */
	private static final class ManualExporter implements SpanExporter {

		private final List<CompletableResultCode> results = new CopyOnWriteArrayList<>();

		private final CountDownLatch first = new CountDownLatch(1);

		private volatile boolean succeeds;

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			if (this.succeeds) {
				return CompletableResultCode.ofSuccess();
			}
			CompletableResultCode result = new CompletableResultCode();
			this.results.add(result);
			this.first.countDown();
			return result;
		}

		CompletableResultCode await(int exports) {
			try {
				assertThat(this.first.await(30, TimeUnit.SECONDS)).isTrue();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			assertThat(this.results).hasSize(exports);
			return this.results.get(exports - 1);
		}

		@Override
		public CompletableResultCode flush() {
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode shutdown() {
			return CompletableResultCode.ofSuccess();
		}

	}

	/** Passes the first span of a batch on, or throws. */
	private static final class Filtering implements SpanExporter {

		private final SpanExporter next;

		private volatile @Nullable RuntimeException failure;

		Filtering(SpanExporter next) {
			this.next = next;
		}

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			if (this.failure != null) {
				throw this.failure;
			}
			return this.next.export(List.of(spans.iterator().next()));
		}

		@Override
		public CompletableResultCode flush() {
			return this.next.flush();
		}

		@Override
		public CompletableResultCode shutdown() {
			return this.next.shutdown();
		}

	}

}
