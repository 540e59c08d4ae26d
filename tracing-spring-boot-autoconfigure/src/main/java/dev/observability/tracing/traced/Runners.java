// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;

import io.opentelemetry.api.trace.SpanKind;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.CommandLineRunner;
import org.springframework.util.ClassUtils;

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
		return (runs && !hasFinalMethod(type))
				? new TracedDefinition(name(type), SpanKind.INTERNAL, false, List.of(), List.of(), List.of()) : null;
	}

	// It would be called on the proxy, whose fields are empty
	private static boolean hasFinalMethod(Class<?> type) {
		for (Class<?> declaring = type; declaring != null
				&& declaring != Object.class; declaring = declaring.getSuperclass()) {
			for (Method method : declaring.getDeclaredMethods()) {
				int modifiers = method.getModifiers();
				if (Modifier.isFinal(modifiers) && !Modifier.isPrivate(modifiers) && !Modifier.isStatic(modifiers)) {
					return !ClassUtils.isLambdaClass(type);
				}
			}
		}
		return false;
	}

	private static String name(Class<?> type) {
		String name = className(type);
		return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1) + ".run";
	}

	/**
	 * Returns a name that is the same in every process: a lambda is called after the
	 * class that it stands in.
	 * @param type class of a bean
	 * @return its name
	 */
	static String className(Class<?> type) {
		int lambda = type.getName().indexOf(LAMBDA);
		return (lambda >= 0) ? type.getName().substring(0, lambda) : type.getName();
	}

}
