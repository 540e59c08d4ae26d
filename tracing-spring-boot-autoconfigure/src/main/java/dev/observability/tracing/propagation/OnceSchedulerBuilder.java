// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledFuture;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.task.SimpleAsyncTaskSchedulerBuilder;
import org.springframework.boot.task.SimpleAsyncTaskSchedulerCustomizer;
import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;

/**
 * Builds Spring Boot's scheduler of virtual threads so that what it is to do once has the
 * context of who scheduled it. By itself it asks its decorator when the time has come, on
 * a thread that has no context. Start of the application, on the thread that creates the
 * bean.
 */
final class OnceSchedulerBuilder extends SimpleAsyncTaskSchedulerBuilder {

	private final SimpleAsyncTaskSchedulerBuilder builder;

	private final Handover handover;

	/**
	 * Creates it.
	 * @param builder knows what the scheduler is to be like
	 * @param handover knows what tasks get
	 */
	OnceSchedulerBuilder(SimpleAsyncTaskSchedulerBuilder builder, Handover handover) {
		this.builder = builder;
		this.handover = handover;
	}

	private SimpleAsyncTaskSchedulerBuilder with(SimpleAsyncTaskSchedulerBuilder builder) {
		return new OnceSchedulerBuilder(builder, this.handover);
	}

	@Override
	public SimpleAsyncTaskScheduler build() {
		return configure(new OnceScheduler(this.handover));
	}

	@Override
	public <T extends SimpleAsyncTaskScheduler> T configure(T taskScheduler) {
		return this.builder.configure(taskScheduler);
	}

	@Override
	public SimpleAsyncTaskSchedulerBuilder threadNamePrefix(@Nullable String threadNamePrefix) {
		return with(this.builder.threadNamePrefix(threadNamePrefix));
	}

	@Override
	public SimpleAsyncTaskSchedulerBuilder concurrencyLimit(@Nullable Integer concurrencyLimit) {
		return with(this.builder.concurrencyLimit(concurrencyLimit));
	}

	@Override
	public SimpleAsyncTaskSchedulerBuilder virtualThreads(@Nullable Boolean virtualThreads) {
		return with(this.builder.virtualThreads(virtualThreads));
	}

	@Override
	public SimpleAsyncTaskSchedulerBuilder taskTerminationTimeout(@Nullable Duration taskTerminationTimeout) {
		return with(this.builder.taskTerminationTimeout(taskTerminationTimeout));
	}

	@Override
	public SimpleAsyncTaskSchedulerBuilder taskDecorator(@Nullable TaskDecorator taskDecorator) {
		return with(this.builder.taskDecorator(taskDecorator));
	}

	@Override
	public SimpleAsyncTaskSchedulerBuilder customizers(SimpleAsyncTaskSchedulerCustomizer... customizers) {
		return with(this.builder.customizers(customizers));
	}

	@Override
	public SimpleAsyncTaskSchedulerBuilder customizers(
			Iterable<? extends SimpleAsyncTaskSchedulerCustomizer> customizers) {
		return with(this.builder.customizers(customizers));
	}

	@Override
	public SimpleAsyncTaskSchedulerBuilder additionalCustomizers(SimpleAsyncTaskSchedulerCustomizer... customizers) {
		return with(this.builder.additionalCustomizers(customizers));
	}

	@Override
	public SimpleAsyncTaskSchedulerBuilder additionalCustomizers(
			Iterable<? extends SimpleAsyncTaskSchedulerCustomizer> customizers) {
		return with(this.builder.additionalCustomizers(customizers));
	}

	/** What repeats is left as it is: it begins without a trace. */
	private static final class OnceScheduler extends SimpleAsyncTaskScheduler {

		private static final long serialVersionUID = 1L;

		private final transient Handover handover;

		OnceScheduler(Handover handover) {
			this.handover = handover;
		}

		@Override
		public ScheduledFuture<?> schedule(Runnable task, Instant startTime) {
			return super.schedule(this.handover.capture(false).wrap(task), startTime);
		}

	}

}
