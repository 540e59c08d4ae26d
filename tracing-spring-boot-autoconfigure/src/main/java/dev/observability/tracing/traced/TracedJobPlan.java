// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.lang.reflect.Method;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.chrono.ChronoZonedDateTime;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import dev.observability.tracing.job.JobFacts;
import dev.observability.tracing.job.TracedJob;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.MergedAnnotation;

/**
 * What is known of a job before it runs: where each fact of a run comes from. Made once,
 * at the start; read at step 6 of a request, on the thread that runs the job.
 */
final class TracedJobPlan {

	private final String name;

	private final String namespace;

	private final @Nullable TracedExpression id;

	private final @Nullable TracedExpression priority;

	private final @Nullable TracedExpression scheduledAt;

	private final @Nullable TracedExpression workerId;

	private final @Nullable TracedExpression workerName;

	private final @Nullable TracedExpression attempt;

	private final @Nullable TracedExpression userId;

	private final @Nullable TracedExpression trigger;

	/**
	 * Creates the plan.
	 * @param name name of the job
	 * @param annotation what its annotation says
	 * @param variables what its expressions may use
	 * @param method method that it stands at
	 * @throws InvalidTracedMethodException if an expression cannot work
	 */
	TracedJobPlan(String name, MergedAnnotation<TracedJob> annotation, Set<String> variables, Method method) {
		this.name = name;
		this.namespace = annotation.getString("namespace");
		this.id = expression("id", annotation, variables, method);
		this.priority = expression("priority", annotation, variables, method);
		this.scheduledAt = expression("scheduledAt", annotation, variables, method);
		this.workerId = expression("workerId", annotation, variables, method);
		this.workerName = expression("workerName", annotation, variables, method);
		this.attempt = expression("attempt", annotation, variables, method);
		this.userId = expression("userId", annotation, variables, method);
		this.trigger = expression("trigger", annotation, variables, method);
	}

	private static @Nullable TracedExpression expression(String attribute, MergedAnnotation<TracedJob> annotation,
			Set<String> variables, Method method) {
		String text = annotation.getString(attribute);
		return text.isBlank() ? null : TracedExpression.parse(text, variables, method);
	}

	// Whether a run may have been queued by another trace
	boolean hasTrigger() {
		return this.trigger != null;
	}

	/**
	 * Returns the trace that queued the run.
	 * @param values what the expressions may use
	 * @param failed told of what an expression threw
	 * @return the stored text, or {@code null}
	 */
	@Nullable String trigger(TracedCallContext values, Consumer<Throwable> failed) {
		return new Reader(values, failed).text(this.trigger);
	}

	/**
	 * Returns what is known of a run.
	 * @param values what the expressions may use
	 * @param recorded whether its span is; where it is not, what meters need is all that
	 * is evaluated
	 * @param failed told of what an expression threw, or of a value of the wrong type
	 * @return the facts, without those that failed
	 */
	JobFacts facts(TracedCallContext values, boolean recorded, Consumer<Throwable> failed) {
		Reader reader = new Reader(values, failed);
		Instant due = reader.time(this.scheduledAt);
		if (!recorded) {
			return new JobFacts(this.name, this.namespace, null, null, due, null, null, null, null);
		}
		return new JobFacts(this.name, this.namespace, reader.text(this.id), reader.number(this.priority), due,
				reader.text(this.workerId), reader.text(this.workerName), reader.number(this.attempt),
				reader.text(this.userId));
	}

	/**
	 * Evaluates expressions for one run.
	 *
	 * @param values what they may use
	 * @param failed told of failures
	 */
	private record Reader(TracedCallContext values, Consumer<Throwable> failed) {

		@Nullable String text(@Nullable TracedExpression expression) {
			return read(expression, Reader::toText);
		}

		@Nullable Long number(@Nullable TracedExpression expression) {
			return read(expression, Reader::toNumber);
		}

		@Nullable Instant time(@Nullable TracedExpression expression) {
			return read(expression, Reader::toTime);
		}

		private <T> @Nullable T read(@Nullable TracedExpression expression, Converter<T> converter) {
			if (expression == null) {
				return null;
			}
			try {
				Object value = expression.evaluate(this.values.withRoot(-1));
				if (value instanceof Optional<?> optional) {
					value = optional.orElse(null);
				}
				return (value != null) ? converter.convert(value) : null;
			}
			catch (Throwable ex) {
				this.failed.accept(ex);
				return null;
			}
		}

		private static @Nullable String toText(Object value) {
			Object known = AttributeValue.of(value);
			return (known != null) ? known.toString() : null;
		}

		private static Long toNumber(Object value) {
			return (value instanceof Number number) ? Long.valueOf(number.longValue())
					: Long.valueOf(value.toString().trim());
		}

		private static Instant toTime(Object value) {
			if (value instanceof Instant instant) {
				return instant;
			}
			if (value instanceof ChronoZonedDateTime<?> zoned) {
				return zoned.toInstant();
			}
			if (value instanceof OffsetDateTime offset) {
				return offset.toInstant();
			}
			if (value instanceof Date date) {
				return Instant.ofEpochMilli(date.getTime());
			}
			return (value instanceof Number millis) ? Instant.ofEpochMilli(millis.longValue())
					: Instant.parse(value.toString().trim());
		}

	}

	/**
	 * Makes a fact of a value.
	 *
	 * @param <T> type of the fact
	 */
	@FunctionalInterface
	private interface Converter<T> {

		@Nullable T convert(Object value);

	}

}
