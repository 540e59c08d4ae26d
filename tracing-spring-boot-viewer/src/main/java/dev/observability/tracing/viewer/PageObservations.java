// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer;

import java.util.function.Predicate;

import dev.observability.tracing.viewer.page.ReactivePageFilter;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationPredicate;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;

/**
 * Leaves out the observation of a request for the page in a reactive server, which begins
 * before the first filter. Step 1 of a request, on its thread.
 */
final class PageObservations implements ObservationPredicate {

	private final String path;

	private final Predicate<ServerHttpRequest> server;

	/**
	 * Creates it.
	 * @param path where the page is, below the base path of the application
	 * @param server whether the page is on the server that got a request
	 */
	PageObservations(String path, Predicate<ServerHttpRequest> server) {
		this.path = path;
		this.server = server;
	}

	@Override
	public boolean test(String name, Observation.Context context) {
		return !(context instanceof ServerRequestObservationContext request && request.getCarrier() != null
				&& isForPage(request.getCarrier()));
	}

	// The application may use that path on the other
	private boolean isForPage(ServerHttpRequest request) {
		return ReactivePageFilter.isBelow(request, this.path) && this.server.test(request);
	}

}
