// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.observation;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurationImportSelector;
import org.springframework.boot.support.EnvironmentPostProcessorApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.AnnotationAttributes;
import org.springframework.core.type.AnnotationMetadata;

/**
 * An application without a web server that has the beans of Boot alone, or of Boot and
 * our starter, so that the handlers are those an application has. Spans are counted at
 * their end and dropped: the queue is another question.
 */
public final class HandlerContext implements AutoCloseable {

	private final Counter counter = new Counter();

	private final ConfigurableApplicationContext context;

	/**
	 * Starts the application.
	 * @param ours whether our starter is there, too
	 * @param sampled whether spans are sampled
	 * @param beans further configuration
	 */
	public HandlerContext(boolean ours, boolean sampled, Class<?>... beans) {
		SpringApplication application = new SpringApplication(ours ? OurApplication.class : BootApplication.class);
		application.addPrimarySources(List.of(beans));
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setLogStartupInfo(false);
		application.setRegisterShutdownHook(false);
		application.setDefaultProperties(Map.of("spring.main.banner-mode", "off", "logging.level.root", "warn",
				"management.tracing.sampling.probability", sampled ? "1.0" : "0.0",
				"management.observations.annotations.enabled", Boolean.toString(!ours),
				"management.otlp.metrics.export.enabled", "false",
				// A measurement is one trace
				"observability.tracing.sampling.max-spans-per-trace", Integer.toString(Integer.MAX_VALUE)));
		if (!ours) {
			// Without what our starter does to the environment; the other listeners tell
			// scopes to whoever fills MDC
			application.setListeners(application.getListeners()
				.stream()
				.filter((listener) -> !(listener instanceof EnvironmentPostProcessorApplicationListener))
				.toList());
		}
		application
			.addInitializers((context) -> context.getBeanFactory().addBeanPostProcessor(new Exchange(this.counter)));
		this.context = application
			.run(sampled ? new String[0] : new String[] { "--observability.tracing.sample-rate=0.0" });
	}

	public <T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	public long spans() {
		return this.counter.ended.get();
	}

	@Override
	public void close() {
		this.context.close();
	}

	/** With Boot's alone. */
	@Configuration(proxyBeanMethods = false)
	@Import(BootSelector.class)
	static class BootApplication {

	}

	/** With those of our starter, too. */
	@Configuration(proxyBeanMethods = false)
	@Import(OurSelector.class)
	static class OurApplication {

	}

	/**
	 * The auto-configurations of Boot that observe: the class path has what belongs to
	 * other benchmarks, too.
	 */
	static class BootSelector extends AutoConfigurationImportSelector {

		@Override
		protected AnnotationAttributes getAttributes(AnnotationMetadata metadata) {
			return new AnnotationAttributes(Map.of("exclude", new String[0], "excludeName", new String[0]));
		}

		@Override
		protected List<String> getCandidateConfigurations(AnnotationMetadata metadata,
				@Nullable AnnotationAttributes attributes) {
			return super.getCandidateConfigurations(metadata, attributes).stream().filter(this::isWanted).toList();
		}

		protected boolean isWanted(String name) {
			return name.startsWith("org.springframework.boot.micrometer.")
					|| name.startsWith("org.springframework.boot.opentelemetry.")
					|| name.startsWith("org.springframework.boot.autoconfigure.aop.")
					|| name.startsWith("org.springframework.boot.autoconfigure.context.");
		}

	}

	/** And those of our starter. */
	static class OurSelector extends BootSelector {

		@Override
		protected boolean isWanted(String name) {
			return super.isWanted(name) || name.startsWith("dev.observability.");
		}

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
