// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer;

import dev.observability.tracing.InvalidTracingPropertyException;

import org.springframework.web.method.HandlerMethod;

/**
 * Stops the start where a route of the application is where the page is: the page would
 * answer in its place, and nobody would know why. Start of the application, main thread.
 */
final class PagePath {

	private PagePath() {
	}

	/**
	 * Checks a route.
	 * @param path where the page is
	 * @param route pattern of the route, below the context path as the page is
	 * @param handler what answers there
	 * @throws InvalidTracingPropertyException if the route begins with that path
	 */
	static void requireFree(String path, String route, HandlerMethod handler) {
		if (route.equals(path) || route.startsWith(path + "/")) {
			throw new InvalidTracingPropertyException(ViewerProperties.PREFIX + ".path", path,
					"a path that the application does not use, and %s of %s#%s is below it".formatted(route,
							handler.getBeanType().getSimpleName(), handler.getMethod().getName()),
					"Choose another for the trace page, such as /dev%s".formatted(path));
		}
	}

}
