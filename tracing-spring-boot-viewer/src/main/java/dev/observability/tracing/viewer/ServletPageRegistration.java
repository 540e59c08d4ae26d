// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer;

import dev.observability.tracing.viewer.page.Page;
import dev.observability.tracing.viewer.page.ServletPageFilter;
import jakarta.servlet.DispatcherType;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.core.Ordered;

/**
 * Puts the page before all other filters of a servlet container. Not a method of the
 * configurations that use it: Spring reads all methods of those, and fails where there
 * are no servlets.
 */
final class ServletPageRegistration {

	private ServletPageRegistration() {
	}

	static FilterRegistrationBean<ServletPageFilter> of(Page page, String path) {
		FilterRegistrationBean<ServletPageFilter> registration = new FilterRegistrationBean<>(
				new ServletPageFilter(page, path));
		registration.addUrlPatterns(path, path + "/*");
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
		registration.setDispatcherTypes(DispatcherType.REQUEST);
		registration.setName("tracingViewer");
		return registration;
	}

}
