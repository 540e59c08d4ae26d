// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;

import org.springframework.aop.support.StaticMethodMatcherPointcutAdvisor;
import org.springframework.core.Ordered;
import org.springframework.util.ClassUtils;

/**
 * Puts {@link TracedInterceptor} around the traced methods of every bean. Start of the
 * application, on the thread that creates the bean.
 * <p>
 * Outside of transactions and caches, which are part of what a call does; inside of
 * {@code @Async}, so that the span is that of the work.
 */
final class TracedAdvisor extends StaticMethodMatcherPointcutAdvisor {

	/** Spring's own have the lowest; an application may still put its own between. */
	static final int ORDER = Ordered.LOWEST_PRECEDENCE - 1_000;

	private static final long serialVersionUID = 1L;

	private final transient TracedPlans plans;

	TracedAdvisor(TracedPlans plans, TracedInterceptor interceptor) {
		this.plans = plans;
		setAdvice(interceptor);
		setOrder(ORDER);
	}

	@Override
	public boolean matches(Method method, Class<?> targetClass) {
		return canIntercept(targetClass) && this.plans.of(method, targetClass) != null;
	}

	static boolean canIntercept(Class<?> type) {
		return mayCarryAnnotations(type) && canHaveProxy(type);
	}

	// Most beans are Spring's; the application's own interfaces come as proxies
	static boolean mayCarryAnnotations(Class<?> type) {
		String name = type.getName();
		return !name.startsWith("org.springframework.") && !name.startsWith("java.");
	}

	// Spring would stop the start: no subclass can stand before it. A lambda has an
	// interface
	private static boolean canHaveProxy(Class<?> type) {
		return !(Modifier.isFinal(type.getModifiers()) || type.isSealed()) || Proxy.isProxyClass(type)
				|| ClassUtils.isLambdaClass(type);
	}

}
