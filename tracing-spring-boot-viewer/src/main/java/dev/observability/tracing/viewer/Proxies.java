// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.cloud.CloudPlatform;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Whether the application believes what a proxy says of its callers. Then their real
 * addresses, and that there is a proxy at all, may not be seen any more. Start of the
 * application, main thread.
 */
final class Proxies {

	private static final String STRATEGY = "server.forward-headers-strategy";

	private static final String[] BEANS = { "org.springframework.web.filter.ForwardedHeaderFilter",
			"org.springframework.web.server.adapter.ForwardedHeaderTransformer" };

	private Proxies() {
	}

	static boolean areTrusted(Environment environment, ListableBeanFactory beans) {
		String strategy = environment.getProperty(STRATEGY);
		if (StringUtils.hasText(strategy)) {
			return !"none".equalsIgnoreCase(strategy.trim());
		}
		CloudPlatform platform = CloudPlatform.getActive(environment);
		return (platform != null && platform.isUsingForwardHeaders()) || hasBean(beans);
	}

	private static boolean hasBean(ListableBeanFactory beans) {
		for (String name : BEANS) {
			ClassLoader loader = Proxies.class.getClassLoader();
			if (ClassUtils.isPresent(name, loader)
					&& beans.getBeanNamesForType(ClassUtils.resolveClassName(name, loader), true, false).length > 0) {
				return true;
			}
		}
		return false;
	}

}
