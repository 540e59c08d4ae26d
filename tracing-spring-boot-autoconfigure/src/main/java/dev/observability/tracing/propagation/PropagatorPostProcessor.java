// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import io.opentelemetry.context.propagation.TextMapPropagator;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;

/**
 * Puts our propagator in the place of Spring Boot's, and of no other. Start of the
 * application, main thread.
 * <p>
 * Spring Boot makes its propagator whether or not there is another, so a bean of ours
 * would stand beside it and both would write. Its own stays where it is no composite of
 * formats, as the one that propagates nothing.
 */
final class PropagatorPostProcessor implements BeanPostProcessor {

	private final ObjectProvider<PropagatorFactory> factory;

	PropagatorPostProcessor(ObjectProvider<PropagatorFactory> factory) {
		this.factory = factory;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return (bean instanceof TextMapPropagator && isSpringBoots(bean)) ? this.factory.getObject().create() : bean;
	}

	// The class is not public
	private static boolean isSpringBoots(Object bean) {
		return bean.getClass().getPackageName().equals(OpenTelemetryTracingAutoConfiguration.class.getPackageName());
	}

}
