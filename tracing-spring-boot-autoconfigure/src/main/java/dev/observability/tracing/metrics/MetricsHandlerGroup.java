// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationHandler.FirstMatchingCompositeObservationHandler;
import io.micrometer.observation.ObservationRegistry.ObservationConfig;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingAwareMeterObservationHandler;
import io.micrometer.tracing.handler.TracingObservationHandler;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationHandlerGroup;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.util.function.SingletonSupplier;

/**
 * Registers the tracing and the meter handlers as Boot's two groups do, with our meter
 * handler in the place of Boot's. Start of the application, main thread.
 * <p>
 * Tracing comes first: it starts first and stops last, so that the span is still open
 * when its exemplar is chosen. Handlers of the application keep their order and their
 * first match, and a group of the application keeps the handlers that it claims.
 */
final class MetricsHandlerGroup implements ObservationHandlerGroup {

	private final ObjectProvider<ObservationHandlerGroup> groups;

	private final ObjectProvider<Tracer> tracers;

	private final Supplier<Object> replaced;

	private final SingletonSupplier<CachedMeterObservationHandler> replacement;

	private final boolean opensScope;

	/**
	 * Creates a group.
	 * @param groups all groups, this one too
	 * @param tracers the tracer, if there is one
	 * @param replaced Boot's handler, asked for when the handlers exist
	 * @param replacement makes ours
	 * @param opensScope whether somebody looks for the span where only a scope puts it
	 */
	MetricsHandlerGroup(ObjectProvider<ObservationHandlerGroup> groups, ObjectProvider<Tracer> tracers,
			Supplier<Object> replaced, Supplier<CachedMeterObservationHandler> replacement, boolean opensScope) {
		this.groups = groups;
		this.tracers = tracers;
		this.replaced = replaced;
		this.replacement = SingletonSupplier.of(replacement);
		this.opensScope = opensScope;
	}

	@Override
	public Class<?> handlerType() {
		return ObservationHandler.class;
	}

	/** Before Boot's groups, or they would claim what is ours. */
	@Override
	public int compareTo(ObservationHandlerGroup other) {
		return (other != this) ? -1 : 0;
	}

	/** Without a tracer Boot has no group for tracing handlers. */
	@Override
	public boolean isMember(ObservationHandler<?> handler) {
		return handler instanceof MeterObservationHandler
				|| (handler instanceof TracingObservationHandler && this.tracers.getIfAvailable() != null);
	}

	@Override
	public void registerMembers(ObservationConfig config, List<ObservationHandler<?>> members) {
		Tracer tracer = this.tracers.getIfAvailable();
		List<ObservationHandler<?>> tracing = new ArrayList<>(members.size());
		List<ObservationHandler<?>> meters = new ArrayList<>(members.size());
		MultiValueMap<ObservationHandlerGroup, ObservationHandler<?>> users = new LinkedMultiValueMap<>();
		for (ObservationHandler<?> member : members) {
			ObservationHandlerGroup group = groupOfUser(member);
			if (group != null) {
				users.add(group, member);
			}
			else if (member instanceof MeterObservationHandler<?> meter) {
				meters.add(meterHandler(meter, tracer));
			}
			else {
				tracing.add(member);
			}
		}
		register(config, tracing);
		register(config, meters);
		users.forEach((group, handlers) -> group.registerMembers(config, handlers));
	}

	// Asked here, because Boot's own groups would take what we leave to those of users
	private @Nullable ObservationHandlerGroup groupOfUser(ObservationHandler<?> handler) {
		return this.groups.stream().filter((group) -> isOfUser(group, handler)).findFirst().orElse(null);
	}

	private boolean isOfUser(ObservationHandlerGroup group, ObservationHandler<?> handler) {
		if (group == this || !group.isMember(handler)) {
			return false;
		}
		// Boot's two are not public, and its factory makes groups for users as well
		boolean boots = group.getClass().getName().startsWith("org.springframework.boot.")
				&& (group.handlerType() == MeterObservationHandler.class
						|| group.handlerType() == TracingObservationHandler.class);
		return !boots;
	}

	private MeterObservationHandler<?> meterHandler(MeterObservationHandler<?> member, @Nullable Tracer tracer) {
		if (member.getClass() == DefaultMeterObservationHandler.class && member == this.replaced.get()) {
			CachedMeterObservationHandler ours = this.replacement.obtain();
			return (this.opensScope) ? inScope(ours, tracer) : ours;
		}
		return (member instanceof TracingAwareMeterObservationHandler) ? member : inScope(member, tracer);
	}

	private static <T extends Observation.Context> MeterObservationHandler<T> inScope(
			MeterObservationHandler<T> handler, @Nullable Tracer tracer) {
		return (tracer != null) ? new TracingAwareMeterObservationHandler<>(handler, tracer) : handler;
	}

	private static void register(ObservationConfig config, List<ObservationHandler<?>> handlers) {
		if (handlers.size() == 1) {
			config.observationHandler(handlers.get(0));
		}
		else if (!handlers.isEmpty()) {
			config.observationHandler(new FirstMatchingCompositeObservationHandler(handlers));
		}
	}

}
