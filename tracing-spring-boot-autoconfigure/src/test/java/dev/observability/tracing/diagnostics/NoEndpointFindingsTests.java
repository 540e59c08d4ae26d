// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.diagnostics;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.observability.tracing.export.SpanTap;
import io.micrometer.tracing.exporter.SpanReporter;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the doctor says where no exporter is a bean: nothing is wrong with an application
 * whose spans get to somebody.
 */
class NoEndpointFindingsTests {

	@Test
	void nothingIsExported() {
		DiagnosedApplication.assertOnly(FindingCode.EXPORT_NO_ENDPOINT);
	}

	@ParameterizedTest
	@ValueSource(classes = { Tapped.class, Simple.class, Batch.class, Reported.class })
	void spansGetToSomebody(Class<?> configuration) {
		try (DiagnosedApplication application = DiagnosedApplication.start(configuration)) {
			assertThat(application.findings()).as("before the first span").isEmpty();
			application.exportSpan();
			assertThat(application.context().getBean(Received.class).names()).containsExactly("span");
			assertThat(application.findings()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { ToNobody.class, Changing.class, WithoutQueue.class })
	void processorsThatSendNothingAreNoExit(Class<?> configuration) {
		try (DiagnosedApplication application = DiagnosedApplication.start(configuration)) {
			application.exportSpan();
			assertThat(application.codes()).containsExactly("export-no-endpoint");
		}
	}

	/** Who got spans. */
	static final class Received {

		private final List<String> names = new CopyOnWriteArrayList<>();

		private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

		List<String> names() {
			List<String> all = new ArrayList<>(this.names);
			this.exporter.getFinishedSpanItems().forEach((span) -> all.add(span.getName()));
			return all;
		}

	}

	/** An application that exports nowhere. */
	@Configuration(proxyBeanMethods = false)
	@Import(DiagnosedApplication.Exporting.class)
	static class Receiving {

		@Bean
		Received received() {
			return new Received();
		}

	}

	/** With something that looks at spans, as the trace page does. */
	@Configuration(proxyBeanMethods = false)
	@Import(Receiving.class)
	static class Tapped {

		@Bean
		SpanTap tap(Received received) {
			return (span) -> received.names.add(span.getName());
		}

	}

	/** With a processor around an exporter that is no bean. */
	@Configuration(proxyBeanMethods = false)
	@Import(Receiving.class)
	static class Simple {

		@Bean
		SpanProcessor simpleProcessor(Received received) {
			return SimpleSpanProcessor.create(received.exporter);
		}

	}

	/** With one in place of the queues. */
	@Configuration(proxyBeanMethods = false)
	@Import(Receiving.class)
	static class Batch {

		@Bean
		BatchSpanProcessor batchProcessor(Received received) {
			return BatchSpanProcessor.builder(received.exporter).build();
		}

	}

	/** With Micrometer's way to get spans. */
	@Configuration(proxyBeanMethods = false)
	@Import(Receiving.class)
	static class Reported {

		@Bean
		SpanReporter reporter(Received received) {
			return (span) -> received.names.add(span.getName());
		}

	}

	/** With a processor around all exporters that are beans, which are none. */
	@Configuration(proxyBeanMethods = false)
	@Import(DiagnosedApplication.Exporting.class)
	static class ToNobody {

		@Bean
		BatchSpanProcessor batchProcessor(SpanExporters exporters) {
			return BatchSpanProcessor.builder(SpanExporter.composite(exporters.list())).build();
		}

	}

	/** With a processor that exports nothing. */
	@Configuration(proxyBeanMethods = false)
	@Import(DiagnosedApplication.Exporting.class)
	static class Changing {

		@Bean
		SpanProcessor changingProcessor() {
			return new SpanProcessor() {

				@Override
				public void onStart(Context parentContext, ReadWriteSpan span) {
					span.setAttribute("team", "blue");
				}

				@Override
				public boolean isStartRequired() {
					return true;
				}

				@Override
				public void onEnd(ReadableSpan span) {
				}

				@Override
				public boolean isEndRequired() {
					return false;
				}

			};
		}

	}

	/** Where nothing hands spans to the reporter. */
	@Configuration(proxyBeanMethods = false)
	@Import(ToNobody.class)
	static class WithoutQueue {

		@Bean
		SpanReporter reporter() {
			return (span) -> {
			};
		}

	}

}
