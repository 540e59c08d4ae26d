// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.annotation.Observed;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.StaticMethodMatcherPointcutAdvisor;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ClassUtils;

/**
 * Makes an observation of each call of a method with Micrometer's {@code @Observed}, as
 * its own aspect does where AspectJ and Spring Boot's switch are there: same name, key
 * values and order of things. Start of the application, and step 6 of a request on the
 * thread that calls.
 */
final class ObservedAdvisor extends StaticMethodMatcherPointcutAdvisor {

	private static final long serialVersionUID = 1L;

	private static final Log logger = LogFactory.getLog(ObservedAdvisor.class);

	ObservedAdvisor(Supplier<ObservationRegistry> registry) {
		setAdvice(new Interceptor(registry));
		setOrder(TracedAdvisor.ORDER);
	}

	@Override
	public boolean matches(Method method, Class<?> targetClass) {
		return TracedAdvisor.canIntercept(targetClass) && Definition.of(method, targetClass) != null;
	}

	/** Observes. */
	private static final class Interceptor implements MethodInterceptor {

		private final Map<Class<?>, Map<Method, Definition>> definitions = new ConcurrentHashMap<>();

		private final Supplier<ObservationRegistry> registry;

		Interceptor(Supplier<ObservationRegistry> registry) {
			this.registry = registry;
		}

		@Override
		public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
			Object bean = invocation.getThis();
			Class<?> type = (bean != null) ? bean.getClass() : invocation.getMethod().getDeclaringClass();
			Definition definition = definition(invocation.getMethod(), type);
			if (definition == null) {
				return invocation.proceed();
			}
			return ObservedCall.call(definition.observation(this.registry.get()), invocation);
		}

		private @Nullable Definition definition(Method method, Class<?> type) {
			Map<Method, Definition> ofType = this.definitions.get(type);
			Definition known = (ofType != null) ? ofType.get(method) : null;
			if (known == null) {
				known = Definition.of(method, type);
				if (known != null) {
					this.definitions.computeIfAbsent(type, (key) -> new ConcurrentHashMap<>()).put(method, known);
				}
			}
			return known;
		}

	}

	/**
	 * What the annotation says of a method.
	 *
	 * @param name name of the observation
	 * @param contextualName name of its span
	 * @param keyValues key values of low cardinality
	 */
	private record Definition(String name, String contextualName, KeyValues keyValues) {

		static @Nullable Definition of(Method called, Class<?> type) {
			Class<?> userType = ClassUtils.getUserClass(type);
			Method method = AopUtils.getMostSpecificMethod(called, userType);
			if (method.isSynthetic() || method.getDeclaringClass() == Object.class) {
				return null;
			}
			MergedAnnotation<Observed> observed = MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY)
				.get(Observed.class);
			if (!observed.isPresent()) {
				observed = MergedAnnotations.from(userType, SearchStrategy.TYPE_HIERARCHY).get(Observed.class);
			}
			return observed.isPresent() ? of(observed, method) : null;
		}

		private static Definition of(MergedAnnotation<Observed> observed, Method method) {
			Class<?> declaring = method.getDeclaringClass();
			String name = observed.getString("name");
			String contextualName = observed.getString("contextualName");
			return new Definition(name.isEmpty() ? "method.observed" : name,
					contextualName.isEmpty() ? declaring.getSimpleName() + "#" + method.getName() : contextualName,
					KeyValues.of("class", declaring.getName(), "method", method.getName())
						.and(keyValues(observed, method)));
		}

		// An aspect would fail with the first call; the start is none of its business
		private static String[] keyValues(MergedAnnotation<Observed> observed, Method method) {
			String[] pairs = observed.getStringArray("lowCardinalityKeyValues");
			if (pairs.length % 2 == 0) {
				return pairs;
			}
			logger.warn("The key values of @Observed at " + method + " are no pairs and are left out");
			return new String[0];
		}

		Observation observation(ObservationRegistry registry) {
			return Observation.createNotStarted(this.name, registry)
				.contextualName(this.contextualName)
				.lowCardinalityKeyValues(this.keyValues);
		}

	}

}
