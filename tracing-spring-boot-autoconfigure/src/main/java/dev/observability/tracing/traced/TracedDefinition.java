// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.util.List;

import dev.observability.tracing.job.TracedJob;
import io.opentelemetry.api.trace.SpanKind;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.MergedAnnotation;

/**
 * What an annotation asks for, whichever library it is of. Made once for each method.
 *
 * @param name name of the span, or empty for that of the method
 * @param kind kind of the span
 * @param newRoot whether each call starts a trace of its own
 * @param attributes attributes by expressions, and of parameters
 * @param links expressions for links
 * @param expected exceptions that are no failure
 * @param job what the annotation of a job says, or {@code null} where it is none
 */
record TracedDefinition(String name, SpanKind kind, boolean newRoot, List<Attribute> attributes, List<String> links,
		List<Class<? extends Throwable>> expected, @Nullable MergedAnnotation<TracedJob> job) {

	TracedDefinition(String name, SpanKind kind, boolean newRoot, List<Attribute> attributes, List<String> links,
			List<Class<? extends Throwable>> expected) {
		this(name, kind, newRoot, attributes, links, expected, null);
	}

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
