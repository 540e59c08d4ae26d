// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanProcessors;

/**
 * Puts the {@link ExportProcessors} of further exporters beside that of the first. Start
 * of the application, main thread. A post-processor rather than beans, because nobody
 * knows how many exporters there are before they are made; not within one processor,
 * because Boot's steps back for a {@link BatchSpanProcessor} only.
 */
final class SpanProcessorsPostProcessor implements BeanPostProcessor {

	private final ObjectProvider<ExportProcessors> processors;

	SpanProcessorsPostProcessor(ObjectProvider<ExportProcessors> processors) {
		this.processors = processors;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (!(bean instanceof SpanProcessors all)) {
			return bean;
		}
		ExportProcessors ours = this.processors.getIfAvailable();
		return (ours != null) ? SpanProcessors.of(ours.putInto(all.list())) : all;
	}

}
