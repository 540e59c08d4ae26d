// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.util.List;

import io.opentelemetry.api.trace.SpanKind;

/**
 * What an annotation asks for, whichever library it is of. Made once for each method.
 *
 * @param name name of the span, or empty for that of the method
 * @param kind kind of the span
 * @param newRoot whether each call starts a trace of its own
 * @param attributes attributes by expressions, and of parameters
 * @param links expressions for links
 * @param expected exceptions that are no failure
 */
record TracedDefinition(String name, SpanKind kind, boolean newRoot, List<Attribute> attributes, List<String> links,
		List<Class<? extends Throwable>> expected) {

	/** No parameter: the expression stands in the annotation of the method. */
	static final int NO_PARAMETER = -1;

	/**
	 * An attribute.
	 *
	 * @param name its name, or empty for that of the parameter
	 * @param expression the expression, or empty for the parameter itself
	 * @param parameter index of the parameter, or {@link #NO_PARAMETER}
	 * @param required whether the start stops when it cannot work; where the annotation
	 * is another library's, the attribute is left out
	 */
	record Attribute(String name, String expression, int parameter, boolean required) {
	}

}
