// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A registry of observations as an application has it, and the spans that come of it.
 */
final class ObservedSpans implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	ObservedSpans(String... properties) {
		this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off", "management.tracing.sampling.probability=1.0")
			.properties(properties)
			.run();
	}

	ObservationRegistry registry() {
		return this.context.getBean(ObservationRegistry.class);
	}

	<C extends Observation.Context> SpanData of(C observed, ObservationConvention<C> convention,
			@Nullable Throwable error) {
		Observation observation = Observation.createNotStarted(convention, () -> observed, registry()).start();
		return stop(observation, error);
	}

	/**
	 * Observes what a library would that is not here.
	 * @param observed context of the observation
	 * @param name name of the observation
	 * @param contextualName name of its span as the library has it
	 * @param keyValues keys and values in turn
	 * @return the span
	 */
	SpanData of(Observation.Context observed, String name, String contextualName, String... keyValues) {
		Observation observation = Observation.createNotStarted(name, () -> observed, registry())
			.contextualName(contextualName);
		for (int i = 0; i < keyValues.length; i += 2) {
			observation.lowCardinalityKeyValue(keyValues[i], keyValues[i + 1]);
		}
		return stop(observation.start(), observed.getError());
	}

	private SpanData stop(Observation observation, @Nullable Throwable error) {
		if (error != null) {
			observation.error(error);
		}
		observation.stop();
		List<SpanData> spans = finished();
		assertThat(spans).hasSize(1);
		return spans.get(0);
	}

	/**
	 * Waits for spans that end on other threads.
	 * @param count how many there will be
	 * @return the spans
	 */
	List<SpanData> finished(int count) {
		InMemorySpanExporter exporter = this.context.getBean(Finished.class).spans();
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> exporter.getFinishedSpanItems().size() >= count);
		return finished();
	}

	List<SpanData> finished() {
		InMemorySpanExporter exporter = this.context.getBean(Finished.class).spans();
		List<SpanData> spans = List.copyOf(exporter.getFinishedSpanItems());
		exporter.reset();
		return spans;
	}

	static Map<String, Object> attributes(SpanData span) {
		Map<String, Object> attributes = new HashMap<>();
		span.getAttributes().forEach((key, value) -> attributes.put(key.getKey(), value));
		attributes.keySet().removeIf((key) -> key.startsWith("thread.") || key.equals("correlation.id"));
		return attributes;
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({
			org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration.class,
			OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class,
			MicrometerTracingAutoConfiguration.class, CurrentSpanAutoConfiguration.class,
			ObservationAutoConfiguration.class })
	static class Application {

		@Bean
		Finished finished() {
			return new Finished(InMemorySpanExporter.create());
		}

		@Bean
		SpanProcessor processor(Finished finished) {
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
