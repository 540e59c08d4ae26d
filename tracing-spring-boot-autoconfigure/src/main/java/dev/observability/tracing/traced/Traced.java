// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.opentelemetry.api.trace.SpanKind;

import org.springframework.core.annotation.AliasFor;

/**
 * Makes a span of every call of a method, and a timer {@code traced.method} of all of
 * them. Step 6 of a request, on the thread that calls.
 * <p>
 * On a class or an interface it means all its methods that Spring can intercept: those of
 * a bean, called from outside, that are not private, final or static. What is out of
 * reach is named in one warning at the start.
 * <p>
 * The span ends when the work does: a {@code CompletionStage} when it completes, a
 * {@code Mono} or {@code Flux} with each subscription, cancelled or not.
 *
 * @since 0.1.0
 */
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
public @interface Traced {

	/**
	 * Name of the span and of the timer's tag; when empty, {@code Class.method}.
	 * @return a name of low cardinality
	 */
	@AliasFor("name")
	String value() default "";

	/**
	 * Name of the span and of the timer's tag; when empty, {@code Class.method}.
	 * @return a name of low cardinality
	 */
	@AliasFor("value")
	String name() default "";

	/**
	 * Kind of the span.
	 * @return the kind
	 */
	SpanKind kind() default SpanKind.INTERNAL;

	/**
	 * Whether each call starts a trace of its own, with a link to the span that called.
	 * @return whether the span has no parent
	 */
	boolean newRoot() default false;

	/**
	 * Attributes by expressions over arguments, bean and result; see
	 * {@link SpanAttribute#expression()}.
	 * @return attributes, each with a name and an expression
	 */
	SpanAttribute[] attributes() default {};

	/**
	 * Expressions over arguments and bean for spans that this one is to point at: a
	 * {@code SpanContext}, a {@code Span}, or several of them in a collection or array.
	 * @return expressions
	 */
	String[] links() default {};

	/**
	 * Exceptions that are no failure of the method, such as one that says that there is
	 * nothing: the span keeps them as an event and has no error. Those that Spring MVC
	 * answers with a status below 500 are expected anyway.
	 * @return classes of exceptions, subclasses included
	 */
	Class<? extends Throwable>[] expected() default {};

}
