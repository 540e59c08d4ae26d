// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.lang.reflect.Method;
import java.util.List;

import io.opentelemetry.api.trace.SpanKind;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a traced method before it is called. Made once, at the start; read
 * at step 6 of a request, on the thread that calls.
 *
 * @param name name of the span and of the timer's tag
 * @param function class and method, as {@code code.function.name} has them
 * @param kind kind of the span
 * @param newRoot whether each call starts a trace of its own
 * @param parameters names of the parameters
 * @param arguments attributes that are known before the call
 * @param results attributes that need the result
 * @param links expressions for links
 * @param expected exceptions that are no failure
 * @param timer timer of the calls
 * @param reactive what is declared to be returned
 * @param job what is known of its job, or {@code null} where it is none
 * @param scheduled whether Spring may call it as a scheduled method
 * @param launch whether it is a runner that is traced without an annotation
 */
record TracedPlan(String name, String function, SpanKind kind, boolean newRoot, List<String> parameters,
		List<TracedAttribute> arguments, List<TracedAttribute> results, List<TracedExpression> links,
		ExpectedErrors expected, TracedTimer timer, Reactive reactive, @Nullable TracedJobPlan job, boolean scheduled,
		boolean launch) {

	boolean looksAtCall() {
		return !this.arguments.isEmpty() || !this.results.isEmpty() || !this.links.isEmpty() || this.job != null;
	}

	/** What a method is declared to return. */
	enum Reactive {

		NONE, MONO, FLUX;

		static Reactive of(Method method) {
			for (Class<?> type = method.getReturnType(); type != null; type = type.getSuperclass()) {
				switch (type.getName()) {
					case "reactor.core.publisher.Mono" -> {
						return MONO;
					}
					case "reactor.core.publisher.Flux" -> {
						return FLUX;
					}
					default -> {
						// Its superclass may be
					}
				}
			}
			return NONE;
		}

	}

}
