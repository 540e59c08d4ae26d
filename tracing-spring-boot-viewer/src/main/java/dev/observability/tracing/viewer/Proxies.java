// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.cloud.CloudPlatform;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Whether the application believes what a proxy says of its callers. Then their real
 * addresses, and that there is a proxy at all, may not be seen any more. Start of the
 * application, main thread. A filter that hides behind a type that says nothing is not
 * found; the page looks at what is below its request, then.
 */
final class Proxies {

	private static final String STRATEGY = "server.forward-headers-strategy";

	private static final String[] BEANS = { "org.springframework.web.filter.ForwardedHeaderFilter",
			"org.springframework.web.server.adapter.ForwardedHeaderTransformer" };

	private static final String REGISTRATION = "org.springframework.boot.web.servlet.FilterRegistrationBean";

	private Proxies() {
	}

	static boolean areTrusted(Environment environment, ListableBeanFactory beans) {
		return isTold(environment) || hasValve(environment) || hasBean(beans);
	}

	private static boolean isTold(Environment environment) {
		String strategy = environment.getProperty(STRATEGY);
		if (StringUtils.hasText(strategy)) {
			return !"none".equalsIgnoreCase(strategy.trim());
		}
		CloudPlatform platform = CloudPlatform.getActive(environment);
		return platform != null && platform.isUsingForwardHeaders();
	}

	// Boot gives Tomcat its valve for either, whatever the strategy is
	private static boolean hasValve(Environment environment) {
		return StringUtils.hasText(environment.getProperty("server.tomcat.remoteip.remote-ip-header"))
				|| StringUtils.hasText(environment.getProperty("server.tomcat.remoteip.protocol-header"));
	}

	private static boolean hasBean(ListableBeanFactory beans) {
		ClassLoader loader = Proxies.class.getClassLoader();
		for (String name : BEANS) {
			if (ClassUtils.isPresent(name, loader)) {
				Class<?> type = ClassUtils.resolveClassName(name, loader);
				if (beans.getBeanNamesForType(type, true, false).length > 0 || isRegistered(type, beans, loader)) {
					return true;
				}
			}
		}
		return false;
	}

	private static boolean isRegistered(Class<?> filter, ListableBeanFactory beans, ClassLoader loader) {
		if (!ClassUtils.isPresent(REGISTRATION, loader)) {
			return false;
		}
		ResolvableType registration = ResolvableType
			.forClassWithGenerics(ClassUtils.resolveClassName(REGISTRATION, loader), filter);
		return beans.getBeanNamesForType(registration, true, false).length > 0;
	}

}
