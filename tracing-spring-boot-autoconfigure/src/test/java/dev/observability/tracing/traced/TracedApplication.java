// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.time.Duration;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.awaitility.Awaitility.await;

/**
 * An application, mostly without a server, with the spans that it made.
 */
final class TracedApplication implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private TracedApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static TracedApplication start(Class<?> configuration, String... properties) {
		return start(WebApplicationType.NONE, configuration, properties);
	}

	static TracedApplication startServer(Class<?> configuration, String... properties) {
		return start(WebApplicationType.SERVLET, configuration, properties);
	}

	private static TracedApplication start(WebApplicationType web, Class<?> configuration, String... properties) {
		return new TracedApplication(new SpringApplicationBuilder(Base.class, configuration).web(web)
			.properties("spring.main.banner-mode=off", "management.metrics.use-global-registry=false", "server.port=0")
			.properties(properties)
			.run());
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	<T> T bean(String name, Class<T> type) {
		return this.context.getBean(name, type);
	}

	Tracer tracer() {
		return bean(Tracer.class);
	}

	MeterRegistry meters() {
		return bean(MeterRegistry.class);
	}

	List<SpanData> spans() {
		return bean(Finished.class).spans().getFinishedSpanItems();
	}

	List<SpanData> spans(int count) {
		return await().pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(5))
			.until(this::spans, (spans) -> spans.size() >= count);
	}

	void reset() {
		bean(Finished.class).spans().reset();
	}

	@Override
	public void close() {
		this.context.close();
	}

	/** What all have. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
	static class Base {

		@Bean
		Finished finished() {
			return new Finished(InMemorySpanExporter.create());
		}

		@Bean
		SpanProcessor spanProcessor(Finished finished) {
			return SimpleSpanProcessor.create(finished.spans());
		}

	}

	/**
	 * Keeps the spans. An exporter that is a bean would get each of them a second time,
	 * seconds later, out of the queue.
	 *
	 * @param spans the spans
	 */
	record Finished(InMemorySpanExporter spans) {
	}

}
