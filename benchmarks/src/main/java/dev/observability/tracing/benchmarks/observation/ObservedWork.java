// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.observation;

import dev.observability.tracing.benchmarks.launch.PairedTurns.Work;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerHttpObservationDocumentation;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/**
 * One observation from start to stop with its scope, around nothing. Belongs to the
 * thread that makes it.
 */
public final class ObservedWork implements Work {

	private static final DefaultServerRequestObservationConvention CONVENTION = new DefaultServerRequestObservationConvention();

	private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/items/7");

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	private final ObservationKind kind;

	private final @Nullable HandlerContext context;

	private final ObservationRegistry registry;

	private final Observation outer;

	private final Observation.Scope outerScope;

	public ObservedWork(ObservationVariant variant, ObservationKind kind) {
		this.kind = kind;
		this.request.addHeader("User-Agent", "benchmark");
		this.context = switch (variant) {
			case EMPTY, METERS -> null;
			default -> new HandlerContext(variant.isOurs(), variant.isSampled());
		};
		this.registry = (this.context != null) ? this.context.bean(ObservationRegistry.class) : registry(variant);
		// Nothing to be below for a request, which has no parent
		this.outer = (kind == ObservationKind.NESTED) ? server().start() : Observation.NOOP;
		this.outerScope = (kind == ObservationKind.NESTED) ? this.outer.openScope() : Observation.Scope.NOOP;
	}

	private static ObservationRegistry registry(ObservationVariant variant) {
		ObservationRegistry registry = ObservationRegistry.create();
		ObservationHandler<Observation.Context> handler = (variant == ObservationVariant.METERS)
				? new DefaultMeterObservationHandler(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
				: (context) -> true;
		registry.observationConfig().observationHandler(handler);
		return registry;
	}

	@Override
	public int run() {
		Observation observation = (this.kind == ObservationKind.SERVER) ? server() : nested();
		observation.start();
		try (Observation.Scope scope = observation.openScope()) {
			return scope.hashCode();
		}
		finally {
			observation.stop();
		}
	}

	private Observation server() {
		ServerRequestObservationContext context = new ServerRequestObservationContext(this.request, this.response);
		context.setPathPattern("/items/{id}");
		return ServerHttpObservationDocumentation.HTTP_SERVLET_SERVER_REQUESTS.observation(null, CONVENTION,
				() -> context, this.registry);
	}

	private Observation nested() {
		return Observation.createNotStarted("work", this.registry)
			.contextualName("do work")
			.lowCardinalityKeyValue("kind", "small");
	}

	// How many sampled spans ended
	public long spans() {
		return (this.context != null) ? this.context.spans() : 0;
	}

	@Override
	public void close() {
		this.outerScope.close();
		this.outer.stop();
		if (this.context != null) {
			this.context.close();
		}
	}

}
