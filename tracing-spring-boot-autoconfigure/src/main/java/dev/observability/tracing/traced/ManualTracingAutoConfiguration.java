// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import dev.observability.tracing.Tracing;
import dev.observability.tracing.propagation.ContextTexts;
import dev.observability.tracing.propagation.PropagationAutoConfiguration;
import io.opentelemetry.api.OpenTelemetry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of {@link Tracing}. It is there whatever is switched off, because
 * the application injects it; then it makes no spans.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { OpenTelemetrySdkAutoConfiguration.class, PropagationAutoConfiguration.class })
@ConditionalOnClass(OpenTelemetry.class)
public final class ManualTracingAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	Tracing tracingByHand(ObjectProvider<OpenTelemetry> openTelemetry, ObjectProvider<ContextTexts> texts,
			ObjectProvider<TracedLosses> losses) {
		return new ManualTracing(TracedAutoConfiguration.tracer(openTelemetry),
				texts.getIfAvailable(ContextTexts::defaults), losses.getIfAvailable(TracedLosses::new));
	}

}
