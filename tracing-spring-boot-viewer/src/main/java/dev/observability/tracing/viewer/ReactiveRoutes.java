// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.web.reactive.result.method.RequestMappingInfoHandlerMapping;

/**
 * Looks through the routes of Spring WebFlux for those where the page is.
 */
final class ReactiveRoutes implements SmartInitializingSingleton {

	private final String path;

	private final ListableBeanFactory beans;

	ReactiveRoutes(String path, ListableBeanFactory beans) {
		this.path = path;
		this.beans = beans;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.beans.getBeanProvider(RequestMappingInfoHandlerMapping.class)
			.forEach((mapping) -> mapping.getHandlerMethods()
				.forEach((info, handler) -> info.getPatternsCondition()
					.getPatterns()
					.forEach((pattern) -> PagePath.requireFree(this.path, pattern.getPatternString(), handler))));
	}

}
