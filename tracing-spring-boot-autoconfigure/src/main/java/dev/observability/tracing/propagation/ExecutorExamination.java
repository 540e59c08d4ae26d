// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;

import dev.observability.tracing.diagnostics.ApplicationClasses;
import io.micrometer.context.ContextExecutorService;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.DirectFieldAccessor;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Finds executors that pass nothing on: beans, and what beans of the application made
 * themselves. Step 11, on the thread of the one who asks.
 */
final class ExecutorExamination {

	private static final String SPRING = "org.springframework.";

	private final ConfigurableListableBeanFactory beans;

	private final @Nullable TaskThreads threads;

	private final ApplicationClasses classes;

	/**
	 * Creates it.
	 * @param beans of the application
	 * @param threads what lets executors pass it on, {@code null} where that is off
	 */
	ExecutorExamination(ConfigurableListableBeanFactory beans, @Nullable TaskThreads threads) {
		this.beans = beans;
		this.threads = threads;
		this.classes = ApplicationClasses.of(beans);
	}

	/**
	 * The beans that pass nothing on.
	 * @return their names, and whether the property that names executors would help
	 */
	Map<String, Boolean> beans() {
		Map<String, Boolean> found = new LinkedHashMap<>();
		for (String name : this.beans.getBeanNamesForType(Executor.class, true, false)) {
			Object bean = this.beans.containsSingleton(name) ? this.beans.getSingleton(name) : null;
			if (bean instanceof Executor && isOfApplication(name) && !passesOn(name, bean)) {
				found.put(name, !TaskThreads.isOfSpring(bean));
			}
		}
		return found;
	}

	/**
	 * Whether an object is an executor that passes nothing on and is no bean, so that no
	 * property reaches it.
	 * @param held what a field holds
	 * @return whether it is one
	 */
	boolean isUnseen(Object held) {
		return held instanceof Executor && !isBean(held) && !passesOn("", held)
				&& !held.getClass().getName().startsWith(SPRING);
	}

	private boolean isBean(Object held) {
		for (String name : this.beans.getBeanNamesForType(Executor.class, true, false)) {
			if (this.beans.getSingleton(name) == held) {
				return true;
			}
		}
		return false;
	}

	// What libraries make for themselves is their affair
	private boolean isOfApplication(String name) {
		if (!this.beans.containsBeanDefinition(name)) {
			return true;
		}
		BeanDefinition definition = this.beans.getBeanDefinition(name);
		String factory = definition.getFactoryBeanName();
		Class<?> type = (factory != null) ? this.beans.getType(factory, false) : null;
		String maker = (type != null) ? type.getName() : definition.getBeanClassName();
		return maker == null || maker.startsWith("java.") || this.classes.contain(maker);
	}

	private boolean passesOn(String name, Object executor) {
		if (executor instanceof ContextExecutorService<?>) {
			return true;
		}
		if (!TaskThreads.isOfSpring(executor)) {
			return this.threads != null && this.threads.isNamed(name);
		}
		DirectFieldAccessor fields = new DirectFieldAccessor(executor);
		// One of the application's own may do it, too
		return !fields.isReadableProperty(TaskThreads.FIELD) || fields.getPropertyValue(TaskThreads.FIELD) != null;
	}

}
