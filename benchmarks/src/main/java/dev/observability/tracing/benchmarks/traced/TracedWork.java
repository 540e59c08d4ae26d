// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.traced;

import java.util.concurrent.TimeUnit;

import dev.observability.tracing.benchmarks.launch.PairedTurns.Work;
import dev.observability.tracing.benchmarks.observation.HandlerContext;
import dev.observability.tracing.job.JobProgress;
import dev.observability.tracing.job.JobTracing;
import dev.observability.tracing.traced.SpanAttribute;
import dev.observability.tracing.traced.Traced;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.annotation.Observed;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * One call of a method below the span of a request, in an application that has what an
 * application has. Belongs to the thread that makes it.
 */
@SuppressWarnings("try") // A scope is there to be open
public final class TracedWork implements Work {

	private static final AttributeKey<String> FUNCTION = AttributeKey.stringKey("code.function.name");

	private static final String NAME = Methods.class.getName() + ".plain";

	private final TracedVariant variant;

	private final HandlerContext context;

	private final Methods methods;

	private final Tracer tracer;

	private final Timer timer;

	private final Span request;

	private final Scope scope;

	private final AutoCloseable job;

	private int calls;

	public TracedWork(TracedVariant variant) {
		this.variant = variant;
		this.context = (variant == TracedVariant.TRACED_RECORD_ONLY)
				? new HandlerContext(true, true, Beans.class, RecordOnly.class)
				: new HandlerContext(variant.isOurs(), variant.isSampled(), Beans.class);
		this.methods = this.context.bean(Methods.class);
		this.tracer = this.context.bean(OpenTelemetry.class).getTracer("by hand");
		this.timer = Timer.builder("traced.method")
			.tags("name", "by hand", "error", "none")
			.register(this.context.bean(MeterRegistry.class));
		this.request = this.tracer.spanBuilder("request").startSpan();
		this.scope = this.request.makeCurrent();
		this.job = (variant == TracedVariant.PROGRESS) ? this.context.bean(JobTracing.class).job("job").start()
				: () -> {
				};
	}

	@Override
	public int run() {
		int value = this.calls++;
		return switch (this.variant) {
			case PLAIN -> this.methods.plain(value);
			case BY_HAND, BY_HAND_AGAIN -> byHand(value);
			case TRACED, TRACED_DROPPED, TRACED_RECORD_ONLY -> this.methods.traced(value);
			case TRACED_EXPRESSIONS -> this.methods.expressions(new Order(value, "new"));
			case OBSERVED, OBSERVED_OURS -> this.methods.observed(value);
			case PROGRESS -> report(value);
		};
	}

	private int byHand(int value) {
		long start = System.nanoTime();
		Span span = this.tracer.spanBuilder("Methods.plain").startSpan();
		try (Scope current = span.makeCurrent()) {
			span.setAttribute(FUNCTION, NAME);
			int result = this.methods.plain(value);
			this.timer.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
			return result;
		}
		catch (RuntimeException ex) {
			span.recordException(ex);
			span.setStatus(StatusCode.ERROR);
			throw ex;
		}
		finally {
			span.end();
		}
	}

	private static int report(int value) {
		JobProgress.report(value % 100, "at work");
		return value;
	}

	/**
	 * Returns the number of spans that left.
	 * @return the number, without that of the request
	 */
	long spans() {
		return this.context.spans();
	}

	@Override
	public void close() {
		try {
			this.job.close();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
		this.scope.close();
		this.request.end();
		this.context.close();
	}

	/**
	 * An argument.
	 *
	 * @param id a number
	 * @param state a word
	 */
	public record Order(int id, String state) {

	}

	/** What is called. */
	public static class Methods {

		public int plain(int value) {
			return value + 1;
		}

		@Traced
		public int traced(int value) {
			return value + 1;
		}

		@Traced(attributes = { @SpanAttribute(name = "order.id", expression = "#order.id"),
				@SpanAttribute(name = "order.state", expression = "#order.state") })
		public int expressions(Order order) {
			return order.id();
		}

		@Observed
		public int observed(int value) {
			return value + 1;
		}

	}

	/** The bean. */
	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		Methods methods() {
			return new Methods();
		}

	}

	/** A sampler that keeps what is recorded to the process. */
	@Configuration(proxyBeanMethods = false)
	static class RecordOnly {

		@Bean
		Sampler sampler() {
			return new RecordOnlySampler();
		}

	}

	/** Records and does not sample. */
	private static final class RecordOnlySampler implements Sampler {

		@Override
		public SamplingResult shouldSample(Context parentContext, String traceId, String name,
				io.opentelemetry.api.trace.SpanKind kind, Attributes attributes, java.util.List<LinkData> links) {
			return SamplingResult.recordOnly();
		}

		@Override
		public String getDescription() {
			return "RecordOnlySampler";
		}

	}

}
