// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;

import dev.observability.tracing.InvalidTracingPropertyException;
import io.micrometer.context.ContextExecutorService;
import io.micrometer.context.ContextScheduledExecutorService;
import io.micrometer.context.ContextSnapshotFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.DirectFieldAccessor;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.support.CompositeTaskDecorator;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;
import org.springframework.scheduling.concurrent.ConcurrentTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * Lets the executors that the application makes itself pass the context on, as Boot's do:
 * those of Spring by a decorator, which leaves their types alone, and others where a
 * property names them, by a wrapper. Start of the application, the thread that creates
 * the bean.
 */
final class TaskThreads implements BeanPostProcessor, SmartInitializingSingleton {

	static final String KEY = "observability.tracing.propagation.executors";

	private static final TaskDecorator PROPAGATING = new ContextPropagatingTaskDecorator();

	private final ContextSnapshotFactory snapshots = ContextSnapshotFactory.builder().build();

	private final BeanFactory beans;

	private final Set<String> named;

	TaskThreads(BeanFactory beans, List<String> named) {
		this.beans = beans;
		this.named = Set.copyOf(named);
	}

	// Before it is initialized: a pool asks for its decorator when it is made
	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof ThreadPoolTaskExecutor executor) {
			executor.setTaskDecorator(decorator(executor));
		}
		else if (bean instanceof ThreadPoolTaskScheduler scheduler) {
			scheduler.setTaskDecorator(decorator(scheduler));
		}
		else if (bean instanceof SimpleAsyncTaskExecutor executor) {
			executor.setTaskDecorator(decorator(executor));
		}
		else if (bean instanceof ConcurrentTaskExecutor executor) {
			executor.setTaskDecorator(decorator(executor));
		}
		return bean;
	}

	// There is no getter
	private static TaskDecorator decorator(Object executor) {
		Object present = new DirectFieldAccessor(executor).getPropertyValue("taskDecorator");
		if (!(present instanceof TaskDecorator decorator)) {
			return PROPAGATING;
		}
		// The last one is the first to run
		return propagates(decorator) ? decorator : new CompositeTaskDecorator(List.of(decorator, PROPAGATING));
	}

	private static boolean propagates(@Nullable Object decorator) {
		if (decorator instanceof CompositeTaskDecorator) {
			Object parts = new DirectFieldAccessor(decorator).getPropertyValue("taskDecorators");
			return parts instanceof List<?> list && list.stream().anyMatch(TaskThreads::propagates);
		}
		return decorator instanceof ContextPropagatingTaskDecorator;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (!this.named.contains(beanName)) {
			return bean;
		}
		if (bean instanceof ScheduledExecutorService service) {
			return ContextScheduledExecutorService.wrap(service, this.snapshots::captureAll);
		}
		if (bean instanceof ExecutorService service) {
			return ContextExecutorService.wrap(service, this.snapshots::captureAll);
		}
		if (bean instanceof Executor executor) {
			return (Executor) (task) -> executor.execute(this.snapshots.captureAll().wrap(task));
		}
		throw wrong(beanName);
	}

	@Override
	public void afterSingletonsInstantiated() {
		for (String name : this.named) {
			if (!this.beans.containsBean(name)) {
				throw wrong(name);
			}
		}
	}

	private static InvalidTracingPropertyException wrong(String name) {
		return new InvalidTracingPropertyException(KEY, name, "names of beans that are an Executor",
				"Remove it, or write the name of the bean as its @Bean method or annotation has it");
	}

}
