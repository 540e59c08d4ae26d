// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.ArrayList;
import java.util.List;

import dev.observability.tracing.OtlpBackendsProperties;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;
import org.springframework.core.Ordered;

/**
 * Adds the exporters of further back ends to all others, last and in the order of their
 * names. Start and end of the application, main thread. They are no beans, because Boot's
 * exporter steps back for any bean of its type; and they are added to a
 * {@link SpanExporters} of the application, too, so that nothing that is configured is
 * silently without spans.
 */
final class OtlpBackendsPostProcessor implements BeanPostProcessor, Ordered, DisposableBean {

	private final ObjectProvider<OtlpBackendsProperties> properties;

	private final ObjectProvider<OtlpBackendFactory> factory;

	private final List<SpanExporter> made = new ArrayList<>();

	OtlpBackendsPostProcessor(ObjectProvider<OtlpBackendsProperties> properties,
			ObjectProvider<OtlpBackendFactory> factory) {
		this.properties = properties;
		this.factory = factory;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (!(bean instanceof SpanExporters exporters)) {
			return bean;
		}
		List<SpanExporter> all = new ArrayList<>(exporters.list());
		this.properties.getObject().active().values().forEach((backend) -> {
			SpanExporter exporter = this.factory.getObject().create(backend);
			this.made.add(exporter);
			all.add(exporter);
		});
		return SpanExporters.of(all);
	}

	/** Before {@link SpanExportersPostProcessor}, which has none and so comes last. */
	@Override
	public int getOrder() {
		return 0;
	}

	/**
	 * Ends those that nobody was given. The others have ended.
	 */
	@Override
	public void destroy() {
		this.made.forEach(SpanExporter::shutdown);
	}

}
