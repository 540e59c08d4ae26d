// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.job;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;

/**
 * Makes each call of a method a run of a job: a span with the {@code job.*} attributes,
 * the meters of the job, and something for {@link JobProgress} to report to. Step 6 of a
 * request, on the thread that calls.
 * <p>
 * Queued inside a trace, as by {@code @Async}, the run is a part of it. With a
 * {@link #trigger()} that was stored it is a trace of its own with a link to the one that
 * queued it. On a {@code @Scheduled} method it adds to the span that Spring's observation
 * makes already.
 * <p>
 * All but name and namespace are expressions over the arguments and the bean, by the
 * rules of {@code @SpanAttribute}; {@code "'text'"} is a constant.
 *
 * @since 0.1.0
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface TracedJob {

	/**
	 * Name of the job and of its span; when empty, {@code Class.method}.
	 * @return a name of low cardinality
	 */
	@AliasFor("name")
	String value() default "";

	/**
	 * Name of the job and of its span; when empty, {@code Class.method}.
	 * @return a name of low cardinality
	 */
	@AliasFor("value")
	String name() default "";

	/**
	 * Group of jobs.
	 * @return a name of low cardinality, or empty
	 */
	String namespace() default "";

	/**
	 * Id of the run.
	 * @return an expression, such as {@code #job.id}
	 */
	String id() default "";

	/**
	 * Priority, in the application's own measure.
	 * @return an expression whose value is a number
	 */
	String priority() default "";

	/**
	 * When the run was due.
	 * @return an expression whose value is a time: of {@code java.time} with a zone or an
	 * offset, a {@code Date}, milliseconds since 1970, or a text as of {@code Instant}
	 */
	String scheduledAt() default "";

	/**
	 * Id of the worker.
	 * @return an expression
	 */
	String workerId() default "";

	/**
	 * Name of the worker.
	 * @return an expression
	 */
	String workerName() default "";

	/**
	 * For whom it runs, as an expression; becomes the attribute {@code user.hash}, hashed
	 * by the key {@code observability.tracing.redaction.hash-key}.
	 * @return an expression, or empty
	 */
	String userId() default "";

	/**
	 * Number of this attempt, from 1.
	 * @return an expression whose value is a number
	 */
	String attempt() default "";

	/**
	 * The trace that queued the run, as {@code Tracing.snapshot()} returned it.
	 * @return an expression whose value is that text, or {@code null} for none
	 */
	String trigger() default "";

	/**
	 * Exceptions that are no failure of the job; it counts as completed then.
	 * @return classes of exceptions, subclasses included
	 */
	Class<? extends Throwable>[] expected() default {};

}
