// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.observation;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.StreamSupport;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.ClassUtils;

/**
 * An application without a web server that has the beans of Boot alone, or of Boot and
 * our starter, so that the handlers are those an application has. Spans are counted at
 * their end and dropped: the queue is another question.
 */
final class HandlerContext implements AutoCloseable {

	private final Counter counter = new Counter();

	private final ConfigurableApplicationContext context;

	HandlerContext(ObservationVariant variant) {
		SpringApplication application = new SpringApplication(
				AutoConfigurations.getClasses(AutoConfigurations.of(candidates(variant.isOurs()))));
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setLogStartupInfo(false);
		application.setRegisterShutdownHook(false);
		application.setDefaultProperties(Map.of("spring.main.banner-mode", "off", "logging.level.root", "warn",
				"management.tracing.sampling.probability", variant.isSampled() ? "1.0" : "0.0",
				"management.tracing.export.enabled", Boolean.toString(variant != ObservationVariant.METERS)));
		if (!variant.isOurs()) {
			// Without what our starter does to the environment
			application.setListeners(List.of());
		}
		application
			.addInitializers((context) -> context.getBeanFactory().addBeanPostProcessor(new Exchange(this.counter)));
		this.context = application
			.run(variant.isSampled() ? new String[0] : new String[] { "--observability.tracing.sample-rate=0.0" });
	}

	// The class path has what belongs to other benchmarks, too
	private static Class<?>[] candidates(boolean ours) {
		ClassLoader loader = HandlerContext.class.getClassLoader();
		return StreamSupport.stream(ImportCandidates.load(AutoConfiguration.class, loader).spliterator(), false)
			.filter((name) -> isWanted(name, ours))
			.map((name) -> ClassUtils.resolveClassName(name, loader))
			.toArray(Class<?>[]::new);
	}

	private static boolean isWanted(String name, boolean ours) {
		return name.startsWith("org.springframework.boot.micrometer.")
				|| name.startsWith("org.springframework.boot.opentelemetry.")
				|| name.startsWith("org.springframework.boot.autoconfigure.context.")
				|| ours && name.startsWith("dev.observability.");
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	long spans() {
		return this.counter.ended.get();
	}

	@Override
	public void close() {
		this.context.close();
	}

	/** Puts the counter in the place of the queue. */
	private record Exchange(Counter counter) implements BeanPostProcessor {

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			if (bean instanceof BatchSpanProcessor queue) {
				queue.close();
				return this.counter;
			}
			return bean;
		}

	}

	/** Counts ended spans. */
	private static final class Counter implements SpanProcessor {

		private final AtomicLong ended = new AtomicLong();

		@Override
		public void onStart(Context parentContext, ReadWriteSpan span) {
		}

		@Override
		public boolean isStartRequired() {
			return false;
		}

		@Override
		public void onEnd(ReadableSpan span) {
			if (span.getSpanContext().isSampled()) {
				this.ended.incrementAndGet();
			}
		}

		@Override
		public boolean isEndRequired() {
			return true;
		}

	}

}
