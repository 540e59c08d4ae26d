// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;

/**
 * An attribute of the span of a {@link Traced} method: on a parameter its value, in
 * {@link Traced#attributes()} what an expression says. Step 6 of a request, on the thread
 * that calls, and only when the span is recorded.
 * <p>
 * Numbers and booleans stay what they are, collections and arrays of one type become
 * arrays, an empty {@code Optional} and {@code null} are left out, anything else is its
 * {@code toString()}, cut after 4 096 characters.
 *
 * @since 0.1.0
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface SpanAttribute {

	/**
	 * Name of the attribute; on a parameter, when empty, the parameter's.
	 * @return a name such as {@code order.id}
	 */
	@AliasFor("name")
	String value() default "";

	/**
	 * Name of the attribute; on a parameter, when empty, the parameter's.
	 * @return a name such as {@code order.id}
	 */
	@AliasFor("value")
	String name() default "";

	/**
	 * An expression of the Spring Expression Language. In {@link Traced#attributes()} it
	 * may use the parameters by their names ({@code #order.id}) or as {@code #p0}, the
	 * bean as {@code #bean}, and what the method returned, or completed with, as
	 * {@code #result}. On a parameter its value is the root ({@code id}). It reads
	 * properties and calls methods; types, constructors, bean references and assignments
	 * stop the start. One that fails for a call leaves its attribute out and is counted.
	 * @return the expression; on a parameter, when empty, the parameter itself
	 */
	String expression() default "";

}
