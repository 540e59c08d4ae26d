// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletPath;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/**
 * Looks through the routes of Spring MVC for those where the page is.
 */
final class ServletRoutes implements SmartInitializingSingleton {

	private final String path;

	private final ListableBeanFactory beans;

	ServletRoutes(String path, ListableBeanFactory beans) {
		this.path = path;
		this.beans = beans;
	}

	@Override
	public void afterSingletonsInstantiated() {
		DispatcherServletPath servlet = this.beans.getBeanProvider(DispatcherServletPath.class).getIfAvailable();
		this.beans.getBeanProvider(RequestMappingInfoHandlerMapping.class)
			.forEach((mapping) -> mapping.getHandlerMethods()
				.forEach((info, handler) -> info.getPatternValues()
					.forEach((pattern) -> PagePath.requireFree(this.path,
							(servlet != null) ? servlet.getRelativePath(pattern) : pattern, handler))));
	}

}
