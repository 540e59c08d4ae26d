// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;

import io.opentelemetry.api.trace.SpanKind;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.CommandLineRunner;
import org.springframework.core.annotation.MergedAnnotations;
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
		return (runs && canStandIn(type)) ? new TracedDefinition(simpleName(type) + ".run", SpanKind.INTERNAL, false,
				List.of(), List.of(), List.of()) : null;
	}

	// Nobody asked for a proxy: it must not stop a start that worked
	private static boolean canStandIn(Class<?> type) {
		return ClassUtils.isLambdaClass(type) || (hasConstructor(type) && !hasMethodOutOfReach(type));
	}

	private static boolean hasConstructor(Class<?> type) {
		return Arrays.stream(type.getDeclaredConstructors())
			.anyMatch((constructor) -> !Modifier.isPrivate(constructor.getModifiers()));
	}

	private static boolean hasMethodOutOfReach(Class<?> type) {
		for (Class<?> declaring = type; declaring != null
				&& declaring != Object.class; declaring = declaring.getSuperclass()) {
			for (Method method : declaring.getDeclaredMethods()) {
				if (!Modifier.isStatic(method.getModifiers()) && isOutOfReach(method)) {
					return true;
				}
			}
		}
		return false;
	}

	// A final one would be called on the proxy, whose fields are empty; with a private
	// one
	// that is to be scheduled, or listens, Spring stops the start where there is a proxy
	private static boolean isOutOfReach(Method method) {
		return Modifier.isPrivate(method.getModifiers())
				? MergedAnnotations.from(method)
					.stream()
					.anyMatch((annotation) -> isForSpring(annotation.getType().getName()))
				: Modifier.isFinal(method.getModifiers());
	}

	// What is injected is so before there is a proxy
	private static boolean isForSpring(String annotation) {
		return annotation.startsWith("org.springframework.") && !annotation.startsWith("org.springframework.beans.");
	}

	/**
	 * Returns a name for spans. What has none itself is called after the class that it
	 * stands in.
	 * @param type class of a bean
	 * @return its name without package and enclosing classes
	 */
	static String simpleName(Class<?> type) {
		Class<?> named = type;
		while (named.isAnonymousClass()) {
			named = named.getEnclosingClass();
		}
		if (!ClassUtils.isLambdaClass(named)) {
			return named.getSimpleName();
		}
		String name = className(named);
		return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
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
