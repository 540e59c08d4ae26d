// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.job;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import dev.observability.tracing.Tracing;
import dev.observability.tracing.job.JobTracing.OpenJob;
import dev.observability.tracing.propagation.CorrelationId;
import dev.observability.tracing.redaction.KeyedHash;
import dev.observability.tracing.traced.ManualTracingAutoConfiguration;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.Mockito.mock;

/**
 * Jobs by hand, and what switches them on and off.
 */
class JobTracingTests {

	private static final AttributeKey<String> RESULT = AttributeKey.stringKey("job.result");

	private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final ApplicationContextRunner bare = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JobAutoConfiguration.class, ManualTracingAutoConfiguration.class))
		.withBean(OpenTelemetry.class, () -> OpenTelemetrySdk.builder()
			.setTracerProvider(
					SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(this.exporter)).build())
			.build());

	private final ApplicationContextRunner runner = this.bare.withBean(MeterRegistry.class, () -> this.registry);

	@Test
	void theUserOfARunIsHashedByTheKeyOfTheApplication() {
		KeyedHash hash = new KeyedHash("0123456789abcdef");
		this.runner.withBean(KeyedHash.class, () -> hash).run((context) -> {
			context.getBean(JobTracing.class).job("send-email").userId("jane@example.com").run(() -> {
			});
			assertThat(span().getAttributes().asMap()).containsEntry(AttributeKey.stringKey("user.hash"),
					hash.of("jane@example.com"));
			assertThat(span().toString()).doesNotContain("jane");
		});
	}

	@Test
	void aRunHasTheFactsThatAreSet() {
		this.runner.run((context) -> {
			Instant due = Instant.now().minusSeconds(30);
			String result = context.getBean(JobTracing.class)
				.job("send-email")
				.namespace("notifications")
				.id("j-1")
				.priority(5)
				.scheduledAt(due)
				.worker("w-1", "worker-1")
				.attempt(3)
				.call(() -> {
					JobProgress.report(25, "Email queued");
					return "sent";
				});
			assertThat(result).isEqualTo("sent");
			assertThat(span().getName()).isEqualTo("send-email");
			assertThat(span().getAttributes().asMap()).containsEntry(AttributeKey.stringKey("job.name"), "send-email")
				.containsEntry(AttributeKey.stringKey("job.namespace"), "notifications")
				.containsEntry(AttributeKey.stringKey("job.id"), "j-1")
				.containsEntry(AttributeKey.longKey("job.priority"), 5L)
				.containsEntry(AttributeKey.stringKey("job.scheduled_at"), due.toString())
				.containsEntry(AttributeKey.stringKey("job.worker.id"), "w-1")
				.containsEntry(AttributeKey.stringKey("job.worker.name"), "worker-1")
				.containsEntry(AttributeKey.longKey("job.attempt"), 3L)
				.containsEntry(AttributeKey.doubleKey("job.progress"), 25.0)
				.containsEntry(RESULT, "completed");
			assertThat(this.registry.get("job.runs").tag("result", "completed").counter().count()).isOne();
			assertThat(this.registry.get("job.progress").gauge().value()).isEqualTo(25);
		});
	}

	@Test
	void aRunThatThrowsFails() {
		this.runner.run((context) -> {
			JobTracing jobs = context.getBean(JobTracing.class);
			assertThatIllegalStateException().isThrownBy(() -> jobs.job("broken").run(() -> {
				throw new IllegalStateException("broken");
			}));
			assertThat(span().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
			assertThat(span().getAttributes().get(RESULT)).isEqualTo("failed");
			assertThat(this.registry.get("job.runs").tag("result", "failed").counter().count()).isOne();
			assertThat(this.registry.find("job.last.success").timeGauge()).isNull();
			assertThat(Context.current()).isSameAs(Context.root());
		});
	}

	@Test
	void aRunOfAStoredTriggerLinksToItAndKeepsTheCorrelationId() {
		this.runner.run((context) -> {
			Tracing tracing = context.getBean(Tracing.class);
			String stored = tracing.call("queue", () -> {
				Context queued = CorrelationId.with(Context.current(), "order-7");
				return queued.wrapSupplier(() -> String.valueOf(tracing.snapshot())).get();
			});
			String id = context.getBean(JobTracing.class)
				.job("work")
				.trigger(stored)
				.call(() -> String.valueOf(tracing.correlationId()));
			assertThat(id).isEqualTo("order-7");
			SpanData queue = this.exporter.getFinishedSpanItems().get(0);
			SpanData work = this.exporter.getFinishedSpanItems().get(1);
			assertThat(work.getParentSpanId()).isEqualTo(SpanId.getInvalid());
			assertThat(work.getLinks()).singleElement()
				.satisfies((link) -> assertThat(link.getSpanContext().getSpanId()).isEqualTo(queue.getSpanId()));
		});
	}

	@Test
	void aRunMayEndTwice() {
		this.runner.run((context) -> {
			OpenJob job = context.getBean(JobTracing.class).job("twice").start();
			job.close();
			job.close();
			assertThat(this.exporter.getFinishedSpanItems()).hasSize(1);
			assertThat(this.registry.get("job.runs").counter().count()).isOne();
			assertThat(this.registry.get("job.active").gauge().value()).isZero();
		});
	}

	@ParameterizedTest
	@CsvSource({ "'', 100", "observability.tracing.job.max-jobs=7, 7" })
	void jobsBeyondTheBoundShareTheirMeters(String property, int bound) {
		this.runner.withPropertyValues(property.isEmpty() ? new String[0] : new String[] { property })
			.run((context) -> {
				for (int i = 0; i < bound + 50; i++) {
					context.getBean(JobTracing.class).job("job-" + i).run(() -> {
					});
				}
				assertThat(this.registry.find("job.runs").counters()).hasSize(bound + 1);
				assertThat(this.registry.get("job.runs").tag("name", "other").counter().count()).isEqualTo(50);
			});
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 100_001 })
	void aNumberOfJobsThatIsNoBoundStopsTheStart(int jobs) {
		this.runner.withPropertyValues("observability.tracing.job.max-jobs=" + jobs)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("observability.tracing.job.max-jobs must be in [1, 100000] but was '" + jobs + "'"));
	}

	@Test
	void aRunThatBeginsLeavesTheProgressOfAnother() {
		this.runner.run((context) -> {
			JobTracing jobs = context.getBean(JobTracing.class);
			jobs.job("import").run(() -> {
				JobProgress.report(40);
				jobs.job("import").run(() -> assertThat(progress()).isEqualTo(40));
			});
			jobs.job("import").run(() -> assertThat(progress()).isZero());
		});
	}

	private double progress() {
		return this.registry.get("job.progress").tag("name", "import").gauge().value();
	}

	@Test
	void runsAtOnceAreCountedApart() throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(8);
		this.runner.run((context) -> {
			JobTracing jobs = context.getBean(JobTracing.class);
			for (int i = 0; i < 1_000; i++) {
				double progress = i % 100;
				executor.execute(() -> jobs.job("parallel").run(() -> JobProgress.report(progress)));
			}
			executor.shutdown();
			assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
			assertThat(this.registry.get("job.runs").counter().count()).isEqualTo(1_000);
			assertThat(this.registry.get("job.active").gauge().value()).isZero();
			assertThat(this.exporter.getFinishedSpanItems()).hasSize(1_000);
		});
	}

	@Test
	void aMeterThatCannotBeMadeDoesNotReachTheJob() {
		this.registry.config().meterFilter(new MeterFilter() {
			@Override
			public Meter.Id map(Meter.Id id) {
				throw new IllegalStateException("refused");
			}
		});
		this.runner.run((context) -> {
			context.getBean(JobTracing.class).job("quiet").scheduledAt(Instant.now()).run(() -> JobProgress.report(50));
			assertThat(span().getAttributes().get(RESULT)).isEqualTo("completed");
		});
	}

	@Test
	@SuppressWarnings("NullAway") // What an application without NullAway may do
	void aFactThatCannotBeDoesNotReachTheJob() {
		this.runner.run((context) -> {
			String result = context.getBean(JobTracing.class).job("odd").namespace(null).call(() -> "done");
			assertThat(result).isEqualTo("done");
			assertThat(this.exporter.getFinishedSpanItems()).hasSize(1);
			assertThat(Context.current()).isSameAs(Context.root());
		});
	}

	@Test
	void worksWithoutMeters() {
		this.bare.run((context) -> {
			context.getBean(JobTracing.class).job("plain").run(() -> JobProgress.report(50));
			assertThat(span().getAttributes().get(RESULT)).isEqualTo("completed");
		});
	}

	@Test
	void runsTheJobAndNothingElseWhenSwitchedOff() {
		for (String property : List.of("observability.tracing.job.enabled=false",
				"observability.tracing.enabled=false")) {
			this.runner.withPropertyValues(property).run((context) -> {
				assertThat(context).doesNotHaveBean(JobRuns.class);
				assertThat(context.getBean(JobTracing.class).job("off").<Integer, RuntimeException>call(() -> {
					JobProgress.report(50);
					return 7;
				})).isEqualTo(7);
				assertThat(this.exporter.getFinishedSpanItems()).isEmpty();
				assertThat(this.registry.getMeters()).isEmpty();
			});
		}
	}

	@Test
	void backsOffForTheOneOfTheApplication() {
		JobTracing theirs = mock(JobTracing.class);
		this.runner.withBean(JobTracing.class, () -> theirs)
			.run((context) -> assertThat(context.getBean(JobTracing.class)).isSameAs(theirs));
	}

	@Test
	void isAwayWithoutOpenTelemetry() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(JobAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(OpenTelemetry.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(JobTracing.class));
	}

	private SpanData span() {
		List<SpanData> spans = this.exporter.getFinishedSpanItems();
		assertThat(spans).isNotEmpty();
		return spans.get(spans.size() - 1);
	}

}
