// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import io.opentelemetry.sdk.trace.SdkTracerProvider;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Tells what trims which limits the tracer provider has in the end. Start of the
 * application, main thread. A post-processor, because what trims is needed to make the
 * provider.
 */
final class SpanLimitsPostProcessor implements BeanPostProcessor {

	private final ObjectProvider<SpanTrimFactory> trims;

	SpanLimitsPostProcessor(ObjectProvider<SpanTrimFactory> trims) {
		this.trims = trims;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof SdkTracerProvider provider) {
			this.trims.ifAvailable((trims) -> trims.use(provider));
		}
		return bean;
	}

}
