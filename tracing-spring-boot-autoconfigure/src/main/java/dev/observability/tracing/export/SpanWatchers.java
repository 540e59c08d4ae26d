// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import io.micrometer.tracing.exporter.SpanReporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanProcessors;

/**
 * Who gets spans though there is no exporter that is a bean. Step 11, on the thread of
 * the one who asks.
 *
 * @param taps such as the trace page
 * @param reporters Micrometer's, who get what the queues let out
 * @param queues ours, none where the application has a processor of its own
 * @param processors all that the tracer provider has
 */
record SpanWatchers(ObjectProvider<SpanTap> taps, ObjectProvider<SpanReporter> reporters,
		ObjectProvider<ExportProcessors> queues, ObjectProvider<SpanProcessors> processors) {

	boolean isAny() {
		boolean reported = this.queues.getIfAvailable() != null && this.reporters.stream().findAny().isPresent();
		return reported || this.taps.stream().findAny().isPresent()
				|| this.processors.stream().flatMap((all) -> all.list().stream()).anyMatch(SpanWatchers::exports);
	}

	// Those of ours are none of the SDK's two
	private static boolean exports(SpanProcessor processor) {
		SpanExporter exporter = exporter(processor);
		return exporter != null && SpanExportersPostProcessor.isExitOfItsOwn(exporter);
	}

	private static @Nullable SpanExporter exporter(SpanProcessor processor) {
		if (processor instanceof BatchSpanProcessor batch) {
			return batch.getSpanExporter();
		}
		return (processor instanceof SimpleSpanProcessor simple) ? simple.getSpanExporter() : null;
	}

}
