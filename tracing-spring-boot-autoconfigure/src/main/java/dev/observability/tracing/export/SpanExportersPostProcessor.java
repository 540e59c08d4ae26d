// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.ArrayList;
import java.util.List;

import io.micrometer.tracing.otel.bridge.CompositeSpanExporter;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;

/**
 * Puts an {@link ExportPipeline} before every exporter, whoever defined it. Start of the
 * application, main thread. A post-processor rather than a bean, because an application
 * that defines {@link SpanExporters} itself would otherwise open an exit without
 * redaction.
 */
final class SpanExportersPostProcessor implements BeanPostProcessor {

	static final String OWN_PROCESSOR = "tracingBatchSpanProcessor";

	private static final Log logger = LogFactory.getLog(SpanExportersPostProcessor.class);

	/** What the SDK makes of no exporters. */
	private static final SpanExporter NOWHERE = SpanExporter.composite();

	private final ObjectProvider<ExportAssembly> assembly;

	SpanExportersPostProcessor(ObjectProvider<ExportAssembly> assembly) {
		this.assembly = assembly;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof SpanExporters exporters) {
			return wrap(exporters);
		}
		if (bean instanceof BatchSpanProcessor processor) {
			warnOfExit(beanName, processor.getSpanExporter());
		}
		else if (bean instanceof SimpleSpanProcessor processor) {
			warnOfExit(beanName, processor.getSpanExporter());
		}
		return bean;
	}

	private SpanExporters wrap(SpanExporters exporters) {
		ExportAssembly assembly = this.assembly.getObject();
		List<SpanExporter> wrapped = new ArrayList<>();
		exporters.forEach((exporter) -> wrapped.add(assembly.exit(exporter)));
		return SpanExporters.of(wrapped);
	}

	// The exporter within a processor that the application built cannot be exchanged
	private void warnOfExit(String beanName, SpanExporter exporter) {
		if (!OWN_PROCESSOR.equals(beanName) && isExitOfItsOwn(exporter)) {
			logger.warn("The span processor bean '" + beanName + "' exports by itself to " + ExportTarget.of(exporter)
					+ ": its spans are not redacted. Define the exporter as a SpanExporter bean instead");
		}
	}

	/**
	 * Whether a processor of the application sends spans past the exits.
	 * @param exporter within that processor
	 * @return false where it leads to beans, or nowhere
	 */
	static boolean isExitOfItsOwn(SpanExporter exporter) {
		return exporter != NOWHERE && !(exporter instanceof CompositeSpanExporter)
				&& !exporter.toString().contains(ExportPipeline.class.getSimpleName());
	}

}
