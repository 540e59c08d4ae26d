// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing;

import java.util.Map;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import org.jspecify.annotations.Nullable;

/**
 * Tracing by hand, for what annotations cannot do. A bean to inject; beside it,
 * OpenTelemetry's own API works as it does everywhere. Step 6 of a request, on any
 * thread.
 * <p>
 * No method throws for what is wrong with tracing: without a span that is recorded, what
 * is said about it is dropped. What the application's own code throws goes through.
 *
 * @since 0.1.0
 */
public interface Tracing {

	/**
	 * Describes a span, which begins with {@link SpanSpec#run}, {@link SpanSpec#call} or
	 * {@link SpanSpec#start}.
	 * @param name name of low cardinality
	 * @return the description, to be used once and on one thread
	 */
	SpanSpec span(String name);

	/**
	 * Describes the span of a call to a database that nothing else observes, with the
	 * name and the attributes of the semantic conventions.
	 * @param system product, such as {@code postgresql} or {@code other_sql}
	 * @param operation what is done, such as {@code SELECT}
	 * @param collection table or collection, or {@code null}
	 * @return the description
	 */
	SpanSpec databaseSpan(String system, String operation, @Nullable String collection);

	/**
	 * Runs work in a span.
	 * @param name name of low cardinality
	 * @param work the work
	 * @param <E> what it may throw
	 * @throws E what the work throws, after the span noted it
	 */
	default <E extends Throwable> void run(String name, Work<E> work) throws E {
		span(name).run(work);
	}

	/**
	 * Runs work in a span and returns what comes of it.
	 * @param name name of low cardinality
	 * @param work the work
	 * @param <T> type of the result
	 * @param <E> what it may throw
	 * @return what the work returns
	 * @throws E what the work throws, after the span noted it
	 */
	default <T extends @Nullable Object, E extends Throwable> T call(String name, Task<T, E> work) throws E {
		return span(name).call(work);
	}

	/**
	 * Sets an attribute of the current span.
	 * @param name name such as {@code order.id}
	 * @param value numbers and booleans stay what they are, collections and arrays of one
	 * type become arrays, {@code null} is left out, all else is its {@code toString()}
	 */
	void attribute(String name, @Nullable Object value);

	/**
	 * Adds an event to the current span.
	 * @param name name of low cardinality
	 */
	default void event(String name) {
		event(name, Map.of());
	}

	/**
	 * Adds an event with attributes to the current span.
	 * @param name name of low cardinality
	 * @param attributes values as in {@link #attribute}
	 */
	void event(String name, Map<String, ?> attributes);

	/**
	 * Notes on the current span that it failed.
	 * @param error why
	 */
	void error(Throwable error);

	/**
	 * Notes on the current span that it failed, where there is no exception.
	 * @param description why
	 */
	void failed(String description);

	/** Notes on the current span that it is fine, whatever is said about it later. */
	void ok();

	/**
	 * Returns the id of the current trace.
	 * @return 32 lower-case hex digits, or {@code null} where there is none
	 */
	@Nullable String traceId();

	/**
	 * Returns the id of the current span.
	 * @return 16 lower-case hex digits, or {@code null} where there is none
	 */
	@Nullable String spanId();

	/**
	 * Returns the correlation id of what runs.
	 * @return 1 to 128 characters, or {@code null} where there is none
	 */
	@Nullable String correlationId();

	/**
	 * Returns the environment variables that let a child process join the trace, for
	 * {@link ProcessBuilder#environment()}.
	 * @return {@code TRACEPARENT} and others, in a map of its own
	 */
	Map<String, String> contextEnvironment();

	/**
	 * Returns the current trace as one line, to be stored with what is to be done later.
	 * @return up to 255 characters, or {@code null} where there is no trace
	 */
	@Nullable String snapshot();

	/**
	 * What is known of a span before it begins.
	 */
	interface SpanSpec {

		/**
		 * Sets the kind; internal when not said.
		 * @param kind the kind
		 * @return this
		 */
		SpanSpec kind(SpanKind kind);

		/**
		 * Starts a trace of its own, with a link to the current span.
		 * @return this
		 */
		SpanSpec newRoot();

		/**
		 * Sets an attribute that the sampler sees, too.
		 * @param name name such as {@code order.id}
		 * @param value as in {@link Tracing#attribute}
		 * @return this
		 */
		SpanSpec attribute(String name, @Nullable Object value);

		/**
		 * Points at another span.
		 * @param span its ids; nothing happens when they are not valid
		 * @param attributes attributes of the link
		 * @return this
		 */
		SpanSpec link(SpanContext span, Map<String, ?> attributes);

		/**
		 * Points at the span whose trace was stored.
		 * @param snapshot what {@link Tracing#snapshot()} returned; {@code null} and what
		 * is malformed is no link
		 * @return this
		 */
		SpanSpec linkTo(@Nullable String snapshot);

		/**
		 * Continues the trace that was stored, as a child of its span.
		 * @param snapshot what {@link Tracing#snapshot()} returned; {@code null} and what
		 * is malformed starts a new trace
		 * @return this
		 */
		SpanSpec childOf(@Nullable String snapshot);

		/**
		 * Starts a trace of its own for work whose trace was stored, with a link to that
		 * and with its correlation id.
		 * @param snapshot what {@link Tracing#snapshot()} returned; {@code null} and what
		 * is malformed is no link
		 * @return this
		 */
		SpanSpec newRootOf(@Nullable String snapshot);

		/**
		 * Runs work in the span.
		 * @param work the work
		 * @param <E> what it may throw
		 * @throws E what the work throws, after the span noted it
		 */
		default <E extends Throwable> void run(Work<E> work) throws E {
			call(() -> {
				work.run();
				return null;
			});
		}

		/**
		 * Runs work in the span and returns what comes of it.
		 * @param work the work
		 * @param <T> type of the result
		 * @param <E> what it may throw
		 * @return what the work returns
		 * @throws E what the work throws, after the span noted it
		 */
		default <T extends @Nullable Object, E extends Throwable> T call(Task<T, E> work) throws E {
			try (OpenSpan span = start()) {
				try {
					return work.call();
				}
				catch (Throwable ex) {
					span.error(ex);
					throw ex;
				}
			}
		}

		/**
		 * Begins the span and makes it current on this thread, until it is closed there.
		 * @return the span, for a {@code try} with resources
		 */
		OpenSpan start();

	}

	/**
	 * A span that was begun by hand.
	 */
	interface OpenSpan extends AutoCloseable {

		/**
		 * Notes that it failed, unless it ended.
		 * @param error why
		 */
		void error(Throwable error);

		/** Ends it, on the thread on which it began. */
		@Override
		void close();

	}

	/**
	 * Work without a result.
	 *
	 * @param <E> what it may throw
	 */
	@FunctionalInterface
	interface Work<E extends Throwable> {

		void run() throws E;

	}

	/**
	 * Work with a result.
	 *
	 * @param <T> type of the result
	 * @param <E> what it may throw
	 */
	@FunctionalInterface
	interface Task<T extends @Nullable Object, E extends Throwable> {

		T call() throws E;

	}

}
