// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.util.function.Function;

import dev.observability.tracing.propagation.ContextThreads;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import io.opentelemetry.context.Context;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * Makes a span of every subscription to what a method returned. Step 6 of a request, on
 * the thread that subscribes. Loaded only where there is Reactor.
 */
final class ReactiveCalls {

	private static final ContextSnapshotFactory SNAPSHOTS = ContextSnapshotFactory.builder().build();

	private ReactiveCalls() {
	}

	static Object trace(Object result, Function<Context, TracedCall> starter) {
		if (result instanceof Mono<?> mono) {
			return trace(mono, starter);
		}
		return (result instanceof Flux<?> flux) ? trace(flux, starter) : result;
	}

	private static <T> Mono<T> trace(Mono<T> mono, Function<Context, TracedCall> starter) {
		return Mono.deferContextual((view) -> {
			Started started = start(view, starter);
			AsyncEnd end = new AsyncEnd(started.call());
			return mono.doOnSuccess(end::succeeded)
				.doOnError(end::failed)
				.doOnCancel(end::cancelled)
				.contextWrite((context) -> context.put(ContextThreads.KEY, started.carried()));
		});
	}

	private static <T> Flux<T> trace(Flux<T> flux, Function<Context, TracedCall> starter) {
		return Flux.deferContextual((view) -> {
			Started started = start(view, starter);
			AsyncEnd end = new AsyncEnd(started.call());
			return flux.doOnComplete(() -> end.succeeded(null))
				.doOnError(end::failed)
				.doOnCancel(end::cancelled)
				.contextWrite((context) -> context.put(ContextThreads.KEY, started.carried()));
		});
	}

	// What the context of the subscriber holds is current for a moment
	@SuppressWarnings("try") // The scope is there to be open
	private static Started start(ContextView view, Function<Context, TracedCall> starter) {
		ContextSnapshot.Scope scope = open(view);
		try {
			TracedCall call = starter.apply(Context.current());
			return new Started(call, ContextThreads.underCurrentObservation(call.context()));
		}
		finally {
			scope.close();
		}
	}

	private static ContextSnapshot.Scope open(ContextView view) {
		try {
			return SNAPSHOTS.setThreadLocalsFrom(view);
		}
		catch (Throwable ex) {
			// An accessor of the application
			return () -> {
			};
		}
	}

	/**
	 * A call that is running.
	 *
	 * @param call the call
	 * @param carried what the subscriber's context holds of it
	 */
	private record Started(TracedCall call, Object carried) {
	}

}
