// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.util.concurrent.CompletionStage;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * Calls a traced method inside its span. Step 6 of a request, on the thread that calls;
 * throws what the method throws and nothing else.
 */
final class TracedInterceptor implements MethodInterceptor {

	private final TracedPlans plans;

	private final TracedCalls calls;

	TracedInterceptor(TracedPlans plans, TracedCalls calls) {
		this.plans = plans;
		this.calls = calls;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Object bean = invocation.getThis();
		TracedPlan plan = this.plans.of(invocation.getMethod(),
				(bean != null) ? bean.getClass() : invocation.getMethod().getDeclaringClass());
		if (plan == null) {
			return invocation.proceed();
		}
		return switch (plan.reactive()) {
			case NONE -> call(plan, bean, invocation);
			case MONO, FLUX -> assemble(plan, bean, invocation);
		};
	}

	private @Nullable Object call(TracedPlan plan, @Nullable Object bean, MethodInvocation invocation)
			throws Throwable {
		TracedCall call = this.calls.start(plan, bean, invocation.getArguments(), Context.current());
		Scope scope = call.open();
		Object result;
		try {
			result = invocation.proceed();
		}
		catch (Throwable ex) {
			end(call, scope, null, ex);
			throw ex;
		}
		if (result instanceof CompletionStage<?> stage) {
			call.close(scope);
			endWith(stage, new AsyncEnd(call));
		}
		else {
			end(call, scope, result, null);
		}
		return result;
	}

	// The caller gets the same stage, so that who cancels it cancels the work
	private static void endWith(CompletionStage<?> stage, AsyncEnd end) {
		try {
			stage.whenComplete(end::completed);
		}
		catch (Throwable ex) {
			// One of the application's own that cannot tell
			end.succeeded(null);
		}
	}

	private static void end(TracedCall call, Scope scope, @Nullable Object result, @Nullable Throwable error) {
		try {
			call.finish(result, error);
		}
		finally {
			call.leave(scope);
		}
	}

	// The work begins with each subscription; only what it takes to get there is done now
	private @Nullable Object assemble(TracedPlan plan, @Nullable Object bean, MethodInvocation invocation)
			throws Throwable {
		@Nullable Object[] arguments = invocation.getArguments();
		Object result;
		try {
			result = invocation.proceed();
		}
		catch (Throwable ex) {
			new AsyncEnd(this.calls.start(plan, bean, arguments, Context.current())).failed(ex);
			throw ex;
		}
		return (result != null)
				? ReactiveCalls.trace(result, (parent) -> this.calls.start(plan, bean, arguments, parent)) : null;
	}

}
