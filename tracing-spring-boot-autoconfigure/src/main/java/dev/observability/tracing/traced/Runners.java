// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.lang.reflect.Method;
import java.util.List;

import io.opentelemetry.api.trace.SpanKind;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.CommandLineRunner;

/**
 * Knows the runners that Spring Boot calls at the end of the start; each is a span, with
 * or without an annotation. Start of the application, on the thread that creates the
 * bean.
 */
final class Runners {

	private static final String LAMBDA = "$$Lambda";

	private Runners() {
	}

	static @Nullable TracedDefinition of(Method method, Class<?> type) {
		if (!method.getName().equals("run") || method.getParameterCount() != 1) {
			return null;
		}
		Class<?> parameter = method.getParameterTypes()[0];
		boolean runs = (ApplicationRunner.class.isAssignableFrom(type) && parameter == ApplicationArguments.class)
				|| (CommandLineRunner.class.isAssignableFrom(type) && parameter == String[].class);
		return runs ? new TracedDefinition(name(type), SpanKind.INTERNAL, false, List.of(), List.of(), List.of())
				: null;
	}

	// A lambda is called after the class that it stands in
	private static String name(Class<?> type) {
		String name = type.getName();
		int lambda = name.indexOf(LAMBDA);
		String outer = (lambda >= 0) ? name.substring(0, lambda) : name;
		return outer.substring(Math.max(outer.lastIndexOf('.'), outer.lastIndexOf('$')) + 1) + ".run";
	}

}
