// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanProcessors;

/**
 * Puts the {@link ExportProcessors} of further exporters, and every {@link SpanTap},
 * beside that of the first. Start of the application, main thread. A post-processor
 * rather than beans, because nobody knows how many exporters there are before they are
 * made; not within one processor, because Boot's steps back for a
 * {@link BatchSpanProcessor} only.
 */
final class SpanProcessorsPostProcessor implements BeanPostProcessor {

	private static final Log logger = LogFactory.getLog(SpanProcessorsPostProcessor.class);

	private final ObjectProvider<ExportProcessors> processors;

	private final ObjectProvider<SpanTap> taps;

	private final ObjectProvider<ExportAssembly> assembly;

	SpanProcessorsPostProcessor(ObjectProvider<ExportProcessors> processors, ObjectProvider<SpanTap> taps,
			ObjectProvider<ExportAssembly> assembly) {
		this.processors = processors;
		this.taps = taps;
		this.assembly = assembly;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (!(bean instanceof SpanProcessors all)) {
			return bean;
		}
		List<SpanProcessor> taps = SpanTapProcessor.of(this.taps.orderedStream().toList());
		ExportProcessors ours = this.processors.getIfAvailable();
		if (ours != null) {
			ours.all().forEach((queue) -> logger.debug("Spans go: " + this.assembly.getObject().line(queue)));
			return SpanProcessors.of(ours.putInto(all.list(), this.assembly.getObject().decide(ours.all(), taps)));
		}
		return taps.isEmpty() ? all : SpanProcessors.of(append(all.list(), taps));
	}

	private List<SpanProcessor> append(List<SpanProcessor> list, List<SpanProcessor> taps) {
		List<SpanProcessor> result = new ArrayList<>(list);
		result.add(this.assembly.getObject().decide(List.of(), taps));
		return result;
	}

}
