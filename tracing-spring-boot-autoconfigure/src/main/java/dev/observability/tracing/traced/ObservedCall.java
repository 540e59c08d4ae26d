// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.util.concurrent.CompletionStage;

import io.micrometer.observation.Observation;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * Observes one call. Step 6 of a request, on the thread that calls; a
 * {@code CompletionStage} is observed until it completes.
 */
final class ObservedCall {

	private ObservedCall() {
	}

	@SuppressWarnings("try") // The scope is there to be open
	static @Nullable Object call(Observation observation, MethodInvocation invocation) throws Throwable {
		observation.start();
		try (Observation.Scope scope = observation.openScope()) {
			Object result = invocation.proceed();
			if (result instanceof CompletionStage<?> stage
					&& CompletionStage.class.isAssignableFrom(invocation.getMethod().getReturnType())) {
				// The caller gets the same stage, so that who cancels it cancels the work
				stage.whenComplete((value, error) -> stop(observation, error));
			}
			else {
				observation.stop();
			}
			return result;
		}
		catch (Throwable ex) {
			stop(observation, ex);
			throw ex;
		}
	}

	private static void stop(Observation observation, @Nullable Throwable error) {
		if (error != null) {
			observation.error(error);
		}
		observation.stop();
	}

}
