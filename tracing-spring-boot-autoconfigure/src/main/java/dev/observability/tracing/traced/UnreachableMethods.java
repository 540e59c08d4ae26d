// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import dev.observability.tracing.job.TracedJob;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.asm.Type;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ClassUtils;

/**
 * Names the methods that carry {@link Traced} but are out of a proxy's reach, in one
 * warning. Start of the application, main thread; never throws.
 */
final class UnreachableMethods implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(UnreachableMethods.class);

	private final ConfigurableListableBeanFactory beanFactory;

	UnreachableMethods(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public void afterSingletonsInstantiated() {
		try {
			Set<String> found = find();
			if (!found.isEmpty()) {
				logger.warn("These calls of @Traced methods make no span, because a proxy cannot see them: "
						+ String.join("; ", found)
						+ ". Make the method reachable, move it to another bean, or use Tracing by hand");
			}
		}
		catch (RuntimeException | LinkageError ex) {
			logger.debug("Looking for unreachable methods failed", ex);
		}
	}

	Set<String> find() {
		Set<String> found = new TreeSet<>();
		for (String name : this.beanFactory.getBeanDefinitionNames()) {
			Class<?> type = this.beanFactory.getType(name, false);
			if (type != null && !Proxy.isProxyClass(type) && !type.isInterface() && !ClassUtils.isLambdaClass(type)) {
				find(ClassUtils.getUserClass(type), found);
			}
		}
		return found;
	}

	private static void find(Class<?> type, Set<String> found) {
		List<Class<?>> classes = classes(type);
		List<Method> traced = new ArrayList<>();
		List<Method> ofClass = new ArrayList<>();
		boolean all = isTraced(MergedAnnotations.from(type, SearchStrategy.TYPE_HIERARCHY));
		for (Method method : methods(classes)) {
			if (isTraced(MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY))) {
				traced.add(method);
			}
			else if (all && !isOfItsClass(method)) {
				ofClass.add(method);
			}
		}
		Set<String> selfCalled = traced.isEmpty() ? Set.of() : SelfCalls.of(classes);
		traced.forEach((method) -> add(method, reason(method, type, selfCalled), found));
		// What a class traces as a whole calls itself all the time
		ofClass.forEach((method) -> add(method, reason(method, type, Set.of()), found));
	}

	// Those of others neither carry annotations nor call ours by name
	private static List<Class<?>> classes(Class<?> type) {
		List<Class<?>> classes = new ArrayList<>();
		for (Class<?> each = type; each != null
				&& TracedAdvisor.mayCarryAnnotations(each); each = each.getSuperclass()) {
			classes.add(each);
		}
		return classes;
	}

	// Of those that override each other the last
	private static List<Method> methods(List<Class<?>> classes) {
		List<Method> methods = new ArrayList<>();
		Set<String> known = new HashSet<>();
		for (Class<?> type : classes) {
			for (Method method : type.getDeclaredMethods()) {
				if (!method.isSynthetic() && (isOfItsClass(method) || known.add(signature(method)))) {
					methods.add(method);
				}
			}
		}
		return methods;
	}

	private static boolean isOfItsClass(Method method) {
		return Modifier.isPrivate(method.getModifiers()) || Modifier.isStatic(method.getModifiers());
	}

	private static String signature(Method method) {
		return method.getName() + Type.getMethodDescriptor(method);
	}

	private static void add(Method method, @Nullable String reason, Set<String> found) {
		if (reason != null) {
			found.add(method.getDeclaringClass().getName() + "." + method.getName() + " (" + reason + ")");
		}
	}

	private static boolean isTraced(MergedAnnotations annotations) {
		return annotations.isPresent(Traced.class) || annotations.isPresent(TracedJob.class);
	}

	private static @Nullable String reason(Method method, Class<?> type, Set<String> selfCalled) {
		int modifiers = method.getModifiers();
		if (Modifier.isStatic(modifiers)) {
			return "static";
		}
		if (Modifier.isPrivate(modifiers)) {
			return "private";
		}
		if (Modifier.isFinal(modifiers)) {
			return "final";
		}
		if (Modifier.isFinal(type.getModifiers())) {
			return "of a final class";
		}
		if (type.isSealed()) {
			return "of a class that cannot be extended";
		}
		return selfCalled.contains(signature(method)) ? "called by its own class" : null;
	}

}
