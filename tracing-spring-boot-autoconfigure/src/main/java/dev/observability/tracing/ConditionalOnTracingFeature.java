// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Conditional;

/**
 * Matches while tracing as a whole and the named feature are switched on. Start of the
 * application, main thread.
 * <p>
 * Tracing is off with {@code observability.tracing.enabled=false} and where the
 * OpenTelemetry Java agent runs in the same JVM; a feature is off with
 * {@code observability.tracing.<feature>.enabled=false}. Both are on by default. A
 * feature that only {@link #passesContextOn() passes the context of others on} stays
 * while tracing as a whole is off; one that {@link #tellsOfOff() tells of that} stays
 * beside the agent, too.
 *
 * @since 0.1.0
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Conditional(OnTracingFeatureCondition.class)
public @interface ConditionalOnTracingFeature {

	/**
	 * The word of the feature, as in its package and its properties, such as
	 * {@code jdbc}; empty for what belongs to tracing as a whole.
	 * @return the word of the feature
	 */
	String value() default "";

	/**
	 * Whether the feature stays with {@code observability.tracing.enabled=false}, because
	 * without it an incoming {@code traceparent} would end here and cut the traces of
	 * others. Its own switch and the Java agent still remove it.
	 * @return whether the feature stays while tracing as a whole is off
	 */
	boolean passesContextOn() default false;

	/**
	 * Whether the feature stays while tracing as a whole is off, beside the Java agent
	 * too, because it is what tells so. Its own switch still removes it.
	 * @return whether the feature stays whatever switches tracing off
	 */
	boolean tellsOfOff() default false;

}
