// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.prepared;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.common.internal.ExceptionAttributeResolver;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What the SDK's tracers share: processors, resource, clock, ids, sampler, limits. The
 * SDK tells two of these only; the others are read from where it keeps them, and where
 * that is not possible, as in another version or in a native image, there is no such
 * state and spans are made by the SDK. Start of the application; the methods on any
 * thread.
 */
final class TracerState {

	private static final Log logger = LogFactory.getLog(TracerState.class);

	private final SdkTracerProvider provider;

	private final Object state;

	private final SpanProcessor processor;

	private final Resource resource;

	private final Clock clock;

	private final IdGenerator ids;

	private final ExceptionAttributeResolver exceptions;

	private TracerState(SdkTracerProvider provider) throws ReflectiveOperationException {
		this.provider = provider;
		Field field = SdkTracerProvider.class.getDeclaredField("sharedState");
		field.setAccessible(true);
		this.state = field.get(provider);
		this.processor = get("getActiveSpanProcessor", SpanProcessor.class);
		this.resource = get("getResource", Resource.class);
		this.clock = get("getClock", Clock.class);
		this.ids = get("getIdGenerator", IdGenerator.class);
		this.exceptions = get("getExceptionAttributesResolver", ExceptionAttributeResolver.class);
	}

	/**
	 * Returns the state of an application's tracers.
	 * @param openTelemetry the application's
	 * @return {@code null} where it is not the SDK's or not to be had
	 */
	static @Nullable TracerState of(OpenTelemetry openTelemetry) {
		if (!(openTelemetry instanceof OpenTelemetrySdk sdk)) {
			return null;
		}
		try {
			TracerState state = new TracerState(sdk.getSdkTracerProvider());
			// Here rather than at the first statement
			state.isShutDown();
			return state;
		}
		catch (ReflectiveOperationException | RuntimeException | LinkageError ex) {
			logger.debug("Spans of statements are made by the SDK, which is slower: " + ex);
			return null;
		}
	}

	private <T> T get(String method, Class<T> type) throws ReflectiveOperationException {
		Method getter = this.state.getClass().getDeclaredMethod(method);
		getter.setAccessible(true);
		return type.cast(getter.invoke(this.state));
	}

	SpanProcessor processor() {
		return this.processor;
	}

	Resource resource() {
		return this.resource;
	}

	Clock clock() {
		return this.clock;
	}

	IdGenerator ids() {
		return this.ids;
	}

	ExceptionAttributeResolver exceptions() {
		return this.exceptions;
	}

	Sampler sampler() {
		return this.provider.getSampler();
	}

	SpanLimits limits() {
		return this.provider.getSpanLimits();
	}

	boolean isShutDown() {
		try {
			return (boolean) Calls.IS_SHUT_DOWN.invokeExact(this.state);
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Tells the SDK's own meters of a span.
	 * @param parent its parent
	 * @param decision of the sampler
	 * @return to be run when the span ends
	 */
	Runnable started(SpanContext parent, SamplingDecision decision) {
		try {
			return (Runnable) Calls.STARTED.invokeExact(this.state, parent, decision);
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Constants, so that the compiler calls through them directly. */
	private static final class Calls {

		static final MethodHandle IS_SHUT_DOWN;

		static final MethodHandle STARTED;

		static {
			try {
				Class<?> state = Class.forName(SdkTracerProvider.class.getPackageName() + ".TracerSharedState", false,
						SdkTracerProvider.class.getClassLoader());
				MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(state, MethodHandles.lookup());
				IS_SHUT_DOWN = lookup.findVirtual(state, "hasBeenShutdown", MethodType.methodType(boolean.class))
					.asType(MethodType.methodType(boolean.class, Object.class));
				Method meters = state.getDeclaredMethod("getTracerInstrumentation");
				MethodHandle started = lookup.findVirtual(meters.getReturnType(), "startSpan",
						MethodType.methodType(Runnable.class, SpanContext.class, SamplingDecision.class));
				STARTED = MethodHandles.filterArguments(started, 0, lookup.unreflect(meters))
					.asType(MethodType.methodType(Runnable.class, Object.class, SpanContext.class,
							SamplingDecision.class));
			}
			catch (ReflectiveOperationException ex) {
				throw new ExceptionInInitializerError(ex);
			}
		}

	}

}
