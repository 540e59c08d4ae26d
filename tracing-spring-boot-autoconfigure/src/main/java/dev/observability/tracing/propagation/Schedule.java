// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.util.concurrent.atomic.AtomicBoolean;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import org.jspecify.annotations.Nullable;

/**
 * Tells, in the context of a run, that a schedule begins it and nobody asked for it, and
 * whether something was said of it or refers to it since. Steps 2 and 6 of a scheduled
 * run, on any thread that works for it; never throws.
 *
 * @since 0.1.0
 */
public final class Schedule {

	private static final ContextKey<Schedule> KEY = ContextKey.named("tracing-schedule");

	private final AtomicBoolean begun = new AtomicBoolean();

	private volatile boolean worked;

	private Schedule() {
	}

	/**
	 * Marks the context that a run starts in.
	 * @param parent context with the parent of its span
	 * @return the context with the mark
	 */
	public static Context begins(Context parent) {
		return parent.with(KEY, new Schedule());
	}

	/**
	 * Returns the mark of a run.
	 * @param context any
	 * @return the mark, or {@code null} where no schedule began what runs
	 */
	public static @Nullable Schedule of(Context context) {
		return context.get(KEY);
	}

	/**
	 * Notes that a run is more than a look for work, as somebody says something of it or
	 * refers to it.
	 * @param context that of the run, or any other
	 */
	public static void worked(Context context) {
		Schedule schedule = of(context);
		if (schedule != null) {
			schedule.worked = true;
		}
	}

	/**
	 * Notes the first span, which is that of the run.
	 * @return false for any further one
	 */
	public boolean begin() {
		return this.begun.compareAndSet(false, true);
	}

	public boolean hasWorked() {
		return this.worked;
	}

}
