// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing;

import java.util.Map;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Decides {@link ConditionalOnTracingFeature}. Start of the application, main thread.
 */
final class OnTracingFeatureCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		Map<String, Object> attributes = metadata.getAnnotationAttributes(ConditionalOnTracingFeature.class.getName());
		String feature = (attributes != null) ? String.valueOf(attributes.get("value")) : "";
		ConditionMessage.Builder message = ConditionMessage.forCondition(ConditionalOnTracingFeature.class, feature);
		Environment environment = context.getEnvironment();
		if (!isOn(environment, "observability.tracing.enabled")) {
			return ConditionOutcome.noMatch(message.because("observability.tracing.enabled is false"));
		}
		if (JavaAgent.isPresent()) {
			return ConditionOutcome.noMatch(message.because("the OpenTelemetry Java agent traces this JVM"));
		}
		String key = "observability.tracing." + feature + ".enabled";
		if (!feature.isEmpty() && !isOn(environment, key)) {
			return ConditionOutcome.noMatch(message.because(key + " is false"));
		}
		return ConditionOutcome.match(message.because("tracing is on"));
	}

	// Conditions come before any binding, so that they meet a wrong value first
	private static boolean isOn(Environment environment, String key) {
		try {
			return environment.getProperty(key, Boolean.class, true);
		}
		catch (ConversionException ex) {
			throw new InvalidTracingPropertyException(key, environment.getProperty(key), "true or false",
					"Set %s to true or false".formatted(key));
		}
	}

}
