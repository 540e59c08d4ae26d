// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

/**
 * An annotation of a method that cannot work. Stops the start, on the thread that creates
 * the bean.
 */
final class InvalidTracedMethodException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String action;

	/**
	 * Creates the exception.
	 * @param method the method
	 * @param expression the expression that cannot work, or {@code null}
	 * @param position index of the character where it goes wrong; only with an expression
	 * @param problem what is wrong, as a clause
	 * @param action what to write instead, as a sentence
	 */
	InvalidTracedMethodException(Method method, @Nullable String expression, int position, String problem,
			String action) {
		super(message(method, expression, position, problem));
		this.action = action;
	}

	private static String message(Method method, @Nullable String expression, int position, String problem) {
		String name = method.getDeclaringClass().getName() + "." + method.getName();
		return (expression != null)
				? "The expression '" + expression + "' at the tracing annotation of " + name
						+ " cannot work, at character " + position + ": " + problem + "."
				: "The tracing annotation of " + name + " cannot work: " + problem + ".";
	}

	String action() {
		return this.action;
	}

}
