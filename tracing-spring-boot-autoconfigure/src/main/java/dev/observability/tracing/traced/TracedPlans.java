// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.util.ClassUtils;

/**
 * The plans of all traced methods. Written at the start, on the threads that create
 * beans; read at step 6 of a request.
 */
final class TracedPlans {

	private static final Log logger = LogFactory.getLog(TracedPlans.class);

	private final ParameterNameDiscoverer names = new DefaultParameterNameDiscoverer();

	private final Map<Class<?>, Map<Method, TracedPlan>> plans = new ConcurrentHashMap<>();

	private final Supplier<@Nullable MeterRegistry> registry;

	private final ForeignAnnotations others;

	private final boolean jobs;

	private final boolean runners;

	private final IntSupplier maxErrors;

	/**
	 * Creates the plans of an application.
	 * @param registry gives the meters, or {@code null} where there are none
	 * @param others reads annotations of other libraries
	 * @param jobs whether {@code @TracedJob} is
	 * @param runners whether runners are traced without an annotation
	 * @param maxErrors gives how many kinds of exceptions of a method the timer tells
	 */
	TracedPlans(Supplier<@Nullable MeterRegistry> registry, ForeignAnnotations others, boolean jobs, boolean runners,
			IntSupplier maxErrors) {
		this.registry = registry;
		this.others = others;
		this.jobs = jobs;
		this.runners = runners;
		this.maxErrors = maxErrors;
	}

	/**
	 * Returns the plan of a method.
	 * @param method the method as it is called, of a class or an interface
	 * @param beanClass class of the bean
	 * @return its plan, or {@code null} where it is not traced
	 * @throws InvalidTracedMethodException if its annotation cannot work
	 */
	@Nullable TracedPlan of(Method method, Class<?> beanClass) {
		Map<Method, TracedPlan> ofClass = this.plans.get(beanClass);
		TracedPlan plan = (ofClass != null) ? ofClass.get(method) : null;
		if (plan == null) {
			plan = make(method, ClassUtils.getUserClass(beanClass));
			if (plan != null) {
				this.plans.computeIfAbsent(beanClass, (key) -> new ConcurrentHashMap<>()).put(method, plan);
			}
		}
		return plan;
	}

	private @Nullable TracedPlan make(Method called, Class<?> beanClass) {
		Method method = AopUtils.getMostSpecificMethod(called, beanClass);
		if (method.isSynthetic() || method.getDeclaringClass() == Object.class
				|| Modifier.isPrivate(method.getModifiers())) {
			return null;
		}
		TracedDefinition definition = TracedDefinitions.of(method, beanClass, this.others, this.jobs);
		if (definition != null) {
			return make(definition, method, beanClass, false);
		}
		TracedDefinition runner = this.runners ? Runners.of(method, beanClass) : null;
		return (runner != null) ? make(runner, method, beanClass, true) : null;
	}

	private TracedPlan make(TracedDefinition definition, Method method, Class<?> beanClass, boolean launch) {
		List<String> parameters = parameters(method);
		List<TracedAttribute> arguments = new ArrayList<>();
		List<TracedAttribute> results = new ArrayList<>();
		for (TracedDefinition.Attribute attribute : definition.attributes()) {
			TracedAttribute made = makeIfPossible(attribute, parameters, method);
			if (made != null) {
				(made.usesResult() ? results : arguments).add(made);
			}
		}
		Set<String> known = variables(parameters);
		List<TracedExpression> links = definition.links()
			.stream()
			.map((link) -> TracedExpression.parse(link, known, method))
			.toList();
		String name = definition.name().isEmpty() ? Runners.simpleName(beanClass) + "." + method.getName()
				: definition.name();
		TracedJobPlan job = (definition.job() != null) ? new TracedJobPlan(name, definition.job(), known, method)
				: null;
		return new TracedPlan(name, Runners.className(beanClass) + "." + method.getName(), definition.kind(),
				definition.newRoot(), parameters, List.copyOf(arguments), List.copyOf(results), links,
				new ExpectedErrors(definition.expected()), timer(name, job), TracedPlan.Reactive.of(method), job,
				isScheduled(method, beanClass), launch);
	}

	// What is asynchronous ends when the scheduled execution is over
	private static boolean isScheduled(Method method, Class<?> beanClass) {
		MergedAnnotations annotations = MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY);
		return annotations.isPresent(Scheduled.class) && !annotations.isPresent(Async.class)
				&& !MergedAnnotations.from(beanClass, SearchStrategy.TYPE_HIERARCHY).isPresent(Async.class)
				&& !mayBeStage(method.getReturnType());
	}

	private static boolean mayBeStage(Class<?> type) {
		return CompletionStage.class.isAssignableFrom(type) || type.isAssignableFrom(CompletableFuture.class);
	}

	// A job has meters of its own
	private TracedTimer timer(String name, @Nullable TracedJobPlan job) {
		return new TracedTimer((job != null) ? () -> null : this.registry, name, this.maxErrors);
	}

	private @Nullable TracedAttribute makeIfPossible(TracedDefinition.Attribute attribute, List<String> parameters,
			Method method) {
		try {
			return make(attribute, parameters, method);
		}
		catch (InvalidTracedMethodException ex) {
			if (attribute.required()) {
				throw ex;
			}
			logger.warn(ex.getMessage() + " The attribute is left out");
			return null;
		}
	}

	private TracedAttribute make(TracedDefinition.Attribute attribute, List<String> parameters, Method method) {
		boolean ofParameter = attribute.parameter() != TracedDefinition.NO_PARAMETER;
		String name = (attribute.name().isEmpty() && ofParameter) ? parameters.get(attribute.parameter())
				: attribute.name();
		if (name.isBlank()) {
			throw new InvalidTracedMethodException(method, null, 0, "an attribute has no name",
					"Write @SpanAttribute(name = \"order.id\", expression = \"#order.id\")");
		}
		if (attribute.expression().isBlank()) {
			if (!ofParameter) {
				throw new InvalidTracedMethodException(method, null, 0,
						"the attribute '" + name + "' has no expression",
						"Write @SpanAttribute(name = \"" + name + "\", expression = \"…\"), or put it on a parameter");
			}
			return new TracedAttribute(name, null, attribute.parameter());
		}
		Set<String> variables = variables(parameters);
		if (!ofParameter && TracedPlan.Reactive.of(method) != TracedPlan.Reactive.FLUX) {
			variables.add(TracedExpression.RESULT);
		}
		return new TracedAttribute(name, TracedExpression.parse(attribute.expression(), variables, method),
				attribute.parameter());
	}

	// Names are there when the class was compiled with them, as Spring Boot's plugins do
	private List<String> parameters(Method method) {
		@Nullable String @Nullable [] found = this.names.getParameterNames(method);
		List<String> names = new ArrayList<>();
		for (int i = 0; i < method.getParameterCount(); i++) {
			String name = (found != null) ? found[i] : null;
			// The same instance as in a compiled expression, which asks by it
			names.add(((name != null) ? name : "p" + i).intern());
		}
		return List.copyOf(names);
	}

	private static Set<String> variables(List<String> parameters) {
		Set<String> variables = new HashSet<>(parameters);
		for (int i = 0; i < parameters.size(); i++) {
			variables.add("p" + i);
			variables.add("a" + i);
		}
		variables.add(TracedCallContext.BEAN);
		return variables;
	}

}
