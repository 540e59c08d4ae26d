// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.util.List;
import java.util.concurrent.RunnableScheduledFuture;

import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.DirectFieldAccessor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.support.CompositeTaskDecorator;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;

/**
 * Knows which tasks are a part of what gives them, and which only begin with it: those
 * that repeat, and those that the runner of a server starts. The latter get what others
 * carry, but no trace, which would have no end. Step 6 of a request, on the thread that
 * gives the task.
 */
final class Handover {

	private static final ContextSnapshotFactory EVERYTHING = ContextSnapshotFactory.builder().build();

	private static final ContextSnapshotFactory NO_TRACE = ContextSnapshotFactory.builder()
		.captureKeyPredicate(
				(key) -> !key.equals(ObservationThreadLocalAccessor.KEY) && !key.equals(ContextThreads.KEY))
		.build();

	private static final TaskDecorator WITH_TRACE = new ContextPropagatingTaskDecorator(EVERYTHING);

	private static final TaskDecorator WITHOUT_TRACE = new ContextPropagatingTaskDecorator(NO_TRACE);

	private final boolean server;

	/**
	 * Creates it.
	 * @param server whether the application stays when its runners are done
	 */
	Handover(boolean server) {
		this.server = server;
	}

	private boolean isPart(boolean repeats) {
		return Launch.isCurrent() ? !this.server : !repeats;
	}

	/**
	 * Captures what a task needs.
	 * @param repeats whether it is one that repeats
	 * @return what it needs of this thread
	 */
	ContextSnapshot capture(boolean repeats) {
		return (isPart(repeats) ? EVERYTHING : NO_TRACE).captureAll();
	}

	/**
	 * Returns a decorator that passes the context on.
	 * @param present that of the application, or {@code null}
	 * @return one that does what that does, too
	 */
	TaskDecorator after(@Nullable TaskDecorator present) {
		if (present == null) {
			return new Decorator(this, WITH_TRACE);
		}
		if (propagates(present)) {
			return inPlace(present);
		}
		// The last one is the first to run
		return new CompositeTaskDecorator(List.of(present, new Decorator(this, WITH_TRACE)));
	}

	// One that the application made its own keeps to what it does
	private TaskDecorator inPlace(TaskDecorator present) {
		if (present instanceof CompositeTaskDecorator) {
			return new CompositeTaskDecorator(parts(present).stream().map(this::inPlace).toList());
		}
		return (present.getClass() == ContextPropagatingTaskDecorator.class) ? new Decorator(this, present) : present;
	}

	private static boolean propagates(TaskDecorator decorator) {
		return decorator instanceof ContextPropagatingTaskDecorator || decorator instanceof Decorator
				|| parts(decorator).stream().anyMatch(Handover::propagates);
	}

	private static List<TaskDecorator> parts(TaskDecorator decorator) {
		Object parts = (decorator instanceof CompositeTaskDecorator)
				? new DirectFieldAccessor(decorator).getPropertyValue("taskDecorators") : null;
		return (parts instanceof List<?> list)
				? list.stream().filter(TaskDecorator.class::isInstance).map(TaskDecorator.class::cast).toList()
				: List.of();
	}

	/**
	 * Decorates tasks.
	 *
	 * @param handover knows them
	 * @param withTrace decorates those that are a part of what gives them
	 */
	private record Decorator(Handover handover, TaskDecorator withTrace) implements TaskDecorator {

		@Override
		public Runnable decorate(Runnable task) {
			boolean repeats = task instanceof RunnableScheduledFuture<?> scheduled && scheduled.isPeriodic();
			return (this.handover.isPart(repeats) ? this.withTrace : WITHOUT_TRACE).decorate(task);
		}

	}

}
