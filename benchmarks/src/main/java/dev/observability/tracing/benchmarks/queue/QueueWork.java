// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.queue;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import dev.observability.tracing.benchmarks.launch.PairedTurns.Work;
import dev.observability.tracing.export.ExportAutoConfiguration;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanProcessors;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * The end of a span with eight attributes, as the queue sees it. The queue is emptied
 * every thousand spans, so that none is dropped; the ending thread waits for that without
 * using its processor. Belongs to the thread that makes it.
 */
public final class QueueWork implements Work {

	private static final int CAPACITY = 2048;

	private static final int BATCH = 512;

	private static final int FLUSH_EVERY = 1000;

	private final AtomicLong exported = new AtomicLong();

	private final Sink sink = new Sink(this.exported);

	private final SdkTracerProvider spans = SdkTracerProvider.builder().build();

	private final ReadableSpan span = span(this.spans);

	private final SpanProcessor queue;

	private final AutoCloseable owner;

	private int calls;

	public QueueWork(QueueVariant variant) {
		if (variant == QueueVariant.OURS) {
			ConfigurableApplicationContext context = start();
			this.queue = SpanProcessor.composite(context.getBean(SpanProcessors.class).list());
			this.owner = context;
		}
		else {
			BatchSpanProcessor processor = BatchSpanProcessor.builder(this.sink)
				.setMaxQueueSize(CAPACITY)
				.setMaxExportBatchSize(BATCH)
				.setScheduleDelay(200, TimeUnit.MILLISECONDS)
				.build();
			this.queue = processor;
			this.owner = processor;
		}
	}

	private ConfigurableApplicationContext start() {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setLogStartupInfo(false);
		application.setRegisterShutdownHook(false);
		application.setDefaultProperties(Map.of("spring.main.banner-mode", "off", "logging.level.root", "warn"));
		application.addInitializers((context) -> context.getBeanFactory().registerSingleton("sink", this.sink));
		return application.run();
	}

	private static ReadableSpan span(SdkTracerProvider provider) {
		Span span = provider.get("benchmark").spanBuilder("GET /orders/{id}").setNoParent().startSpan();
		for (int i = 0; i < 8; i++) {
			span.setAttribute(AttributeKey.stringKey("attribute." + i), "a value of some length, " + i);
		}
		span.setStatus(StatusCode.OK);
		span.end();
		return (ReadableSpan) span;
	}

	@Override
	public int run() {
		this.queue.onEnd(this.span);
		this.calls++;
		if (this.calls % FLUSH_EVERY == 0) {
			flush();
		}
		return this.calls;
	}

	private void flush() {
		this.queue.forceFlush().join(10, TimeUnit.SECONDS);
	}

	/**
	 * Returns the number of spans that arrived.
	 * @return the number, all of them after a flush
	 */
	long exported() {
		flush();
		return this.exported.get();
	}

	@Override
	public void close() {
		try {
			this.owner.close();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
		this.spans.close();
	}

	/** Nothing but the way out. */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ ExportAutoConfiguration.class, OpenTelemetrySdkAutoConfiguration.class,
			OpenTelemetryTracingAutoConfiguration.class, MicrometerTracingAutoConfiguration.class })
	static class Application {

	}

	/**
	 * Takes everything.
	 *
	 * @param exported counts
	 */
	private record Sink(AtomicLong exported) implements SpanExporter {

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			this.exported.addAndGet(spans.size());
			return CompletableResultCode.ofSuccess();
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

}
