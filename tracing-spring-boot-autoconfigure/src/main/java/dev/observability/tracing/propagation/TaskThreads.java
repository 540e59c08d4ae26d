// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

import dev.observability.tracing.InvalidTracingPropertyException;
import io.micrometer.context.ContextExecutorService;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.DirectFieldAccessor;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.task.SimpleAsyncTaskSchedulerBuilder;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.concurrent.ConcurrentTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.util.ReflectionUtils;

/**
 * Lets the executors that the application makes itself pass the context on, as Boot's do:
 * those of Spring by a decorator, which leaves their types alone, and others where a
 * property names them, by a wrapper. Start of the application, the thread that creates
 * the bean.
 */
final class TaskThreads implements BeanPostProcessor, SmartInitializingSingleton {

	static final String KEY = "observability.tracing.propagation.executors";

	static final String FIELD = "taskDecorator";

	private static final Log logger = LogFactory.getLog(TaskThreads.class);

	private final BeanFactory beans;

	private final Set<String> named;

	private final Handover handover;

	/**
	 * Creates it.
	 * @param beans the beans
	 * @param named names of executors that are not Spring's
	 * @param server whether the application stays when its runners are done
	 */
	TaskThreads(BeanFactory beans, List<String> named, boolean server) {
		this.beans = beans;
		this.named = Set.copyOf(named);
		this.handover = new Handover(server);
	}

	// Before it is initialized: a pool asks for its decorator when it is made
	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		try {
			if (bean instanceof ThreadPoolTaskExecutor executor && !hasQueueOfItsOwn(executor)) {
				decorate(executor, executor::setTaskDecorator);
			}
			else if (bean instanceof ThreadPoolTaskScheduler scheduler && !removesCancelled(scheduler)) {
				decorate(scheduler, scheduler::setTaskDecorator);
			}
			else if (bean instanceof SimpleAsyncTaskExecutor executor) {
				decorate(executor, executor::setTaskDecorator);
			}
			else if (bean instanceof ConcurrentTaskExecutor executor) {
				decorate(executor, executor::setTaskDecorator);
			}
		}
		catch (RuntimeException | LinkageError ex) {
			logger.debug("Executor '" + beanName + "' passes no context on: " + ex);
		}
		return bean;
	}

	// Such as one that orders tasks, which would have to be the application's own
	private static boolean hasQueueOfItsOwn(ThreadPoolTaskExecutor executor) {
		Method method = ReflectionUtils.findMethod(executor.getClass(), "createQueue", int.class);
		return method != null && method.getDeclaringClass() != ThreadPoolTaskExecutor.class;
	}

	// With a decorator a task that is cancelled would not be removed
	@SuppressWarnings("deprecation") // Nothing else tells before the start
	private static boolean removesCancelled(ThreadPoolTaskScheduler scheduler) {
		return scheduler.isRemoveOnCancelPolicy();
	}

	// There is no getter; where the field cannot be read, as in a native image, the one
	// that is there stays
	private void decorate(Object executor, Consumer<TaskDecorator> setter) {
		DirectFieldAccessor fields = new DirectFieldAccessor(executor);
		if (fields.isReadableProperty(FIELD)) {
			setter.accept(this.handover.after((TaskDecorator) fields.getPropertyValue(FIELD)));
		}
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		// One of the application's own keeps to what it builds
		if (bean.getClass() == SimpleAsyncTaskSchedulerBuilder.class) {
			return new OnceSchedulerBuilder((SimpleAsyncTaskSchedulerBuilder) bean, this.handover);
		}
		// The product of a factory comes by itself
		if (!this.named.contains(beanName) || bean instanceof FactoryBean<?> || isOfSpring(bean)) {
			return bean;
		}
		if (bean instanceof ScheduledExecutorService service) {
			return new ScheduledThreads(service, this.handover);
		}
		if (bean instanceof ExecutorService service) {
			return ContextExecutorService.wrap(service, () -> this.handover.capture(false));
		}
		if (bean instanceof Executor executor) {
			return (Executor) (task) -> executor.execute(this.handover.capture(false).wrap(task));
		}
		throw new InvalidTracingPropertyException(KEY, beanName, "names of beans that are an Executor",
				"Remove it, or write the name of the executor as its @Bean method or annotation has it");
	}

	boolean isNamed(String executor) {
		return this.named.contains(executor);
	}

	static boolean isOfSpring(Object bean) {
		return bean instanceof ThreadPoolTaskExecutor || bean instanceof ThreadPoolTaskScheduler
				|| bean instanceof SimpleAsyncTaskExecutor || bean instanceof ConcurrentTaskExecutor;
	}

	// No reason to stop: it may belong to another profile or context
	@Override
	public void afterSingletonsInstantiated() {
		for (String name : this.named) {
			if (!this.beans.containsBean(name)) {
				logger.warn("There is no bean '" + name + "', as " + KEY + " names one");
			}
		}
	}

}
