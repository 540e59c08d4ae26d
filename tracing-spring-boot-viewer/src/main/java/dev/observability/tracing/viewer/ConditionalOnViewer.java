// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches where the viewer does one of the named things. Start of the application, main
 * thread.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Conditional(ConditionalOnViewer.OnViewerCondition.class)
@interface ConditionalOnViewer {

	/**
	 * What the viewer may do.
	 * @return one or more
	 */
	ViewerMode[] value();

	/** Asks {@link ViewerMode}. */
	final class OnViewerCondition extends SpringBootCondition {

		@Override
		public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
			ViewerMode mode = ViewerMode.of(context.getEnvironment());
			ViewerMode[] wanted = metadata.getAnnotations()
				.get(ConditionalOnViewer.class)
				.getEnumArray("value", ViewerMode.class)
				.clone();
			ConditionMessage.Builder message = ConditionMessage.forCondition(ConditionalOnViewer.class);
			for (ViewerMode one : wanted) {
				if (one == mode) {
					return ConditionOutcome.match(message.because("the viewer is " + mode));
				}
			}
			return ConditionOutcome.noMatch(message.because("the viewer is " + mode
					+ " (on with DevTools, a profile 'dev' or 'local', or observability.tracing.viewer.enabled=true)"));
		}

	}

}
