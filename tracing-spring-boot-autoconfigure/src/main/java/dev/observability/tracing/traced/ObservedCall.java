// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.observation.Observation;
import org.aopalliance.intercept.MethodInvocation;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Observes one call. Step 6 of a request, on the thread that calls; a
 * {@code CompletionStage} is observed until it completes.
 */
final class ObservedCall {

	private static final Log logger = LogFactory.getLog(ObservedCall.class);

	private static final AtomicBoolean failed = new AtomicBoolean();

	private ObservedCall() {
	}

	static @Nullable Object call(Observation observation, MethodInvocation invocation) throws Throwable {
		Observation.Scope scope = open(observation);
		Object result;
		try {
			result = invocation.proceed();
		}
		catch (Throwable ex) {
			stop(observation, ex);
			close(scope);
			throw ex;
		}
		if (result instanceof CompletionStage<?> stage
				&& CompletionStage.class.isAssignableFrom(invocation.getMethod().getReturnType())) {
			stopWith(stage, observation);
		}
		else {
			stop(observation, null);
		}
		close(scope);
		return result;
	}

	private static Observation.Scope open(Observation observation) {
		try {
			return observation.start().openScope();
		}
		catch (RuntimeException | LinkageError ex) {
			failed(ex);
			return Observation.Scope.NOOP;
		}
	}

	// The caller gets the same stage, so that who cancels it cancels the work
	private static void stopWith(CompletionStage<?> stage, Observation observation) {
		try {
			stage.whenComplete((value, error) -> stop(observation, error));
		}
		catch (RuntimeException ex) {
			// One of the application's own that cannot tell
			stop(observation, null);
		}
	}

	private static void stop(Observation observation, @Nullable Throwable error) {
		try {
			if (error != null) {
				observation.error(error);
			}
			observation.stop();
		}
		catch (RuntimeException | LinkageError ex) {
			failed(ex);
		}
	}

	private static void close(Observation.Scope scope) {
		try {
			scope.close();
		}
		catch (RuntimeException | LinkageError ex) {
			failed(ex);
		}
	}

	// A handler of the application
	private static void failed(Throwable ex) {
		if (failed.compareAndSet(false, true)) {
			logger.warn("An observed method lacks something of its observation; the application was not affected. "
					+ "Further failures are not logged: " + ex.getClass().getName());
		}
	}

}
