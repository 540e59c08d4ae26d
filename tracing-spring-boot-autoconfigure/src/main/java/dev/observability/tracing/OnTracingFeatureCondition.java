// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Decides {@link ConditionalOnTracingFeature}. Start of the application, main thread. A
 * switch that is neither {@code true} nor {@code false} stops the start with an
 * {@link InvalidTracingPropertyException}.
 */
final class OnTracingFeatureCondition extends SpringBootCondition {

	private static final String TRACING_SWITCH = "observability.tracing.enabled";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		MergedAnnotation<ConditionalOnTracingFeature> annotation = metadata.getAnnotations()
			.get(ConditionalOnTracingFeature.class);
		String feature = annotation.getString("value");
		boolean passesContextOn = annotation.getBoolean("passesContextOn");
		ConditionMessage.Builder message = ConditionMessage.forCondition(ConditionalOnTracingFeature.class,
				feature.isEmpty() ? new Object[0] : new Object[] { "(" + feature + ")" });
		boolean tellsOfOff = annotation.getBoolean("tellsOfOff");
		if (JavaAgent.isPresent() && !tellsOfOff) {
			return ConditionOutcome.noMatch(message.because("the OpenTelemetry Java agent traces this JVM"));
		}
		Environment environment = context.getEnvironment();
		String featureSwitch = "observability.tracing." + feature + ".enabled";
		if (!feature.isEmpty() && !isOn(environment, featureSwitch)) {
			return ConditionOutcome.noMatch(message.because(featureSwitch + " is false"));
		}
		if (tellsOfOff) {
			return ConditionOutcome.match(message.because("it tells whether tracing is on"));
		}
		if (isOn(environment, TRACING_SWITCH)) {
			return ConditionOutcome.match(message.because("tracing is on"));
		}
		if (passesContextOn) {
			return ConditionOutcome
				.match(message.because(TRACING_SWITCH + " is false, but the traces of others are passed on"));
		}
		return ConditionOutcome.noMatch(message.because(TRACING_SWITCH + " is false"));
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
