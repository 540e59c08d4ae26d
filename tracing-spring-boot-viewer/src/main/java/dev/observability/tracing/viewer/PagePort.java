// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer;

import java.net.InetSocketAddress;
import java.util.function.Predicate;

import org.springframework.core.env.Environment;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Tells requests of the server that the page is on from those of the other, where the
 * management port is another: in a reactive application both take the same filters and
 * the same observations. Step 1 of a request, on its thread.
 */
final class PagePort implements Predicate<ServerHttpRequest> {

	private final Environment environment;

	private final boolean main;

	PagePort(Environment environment) {
		this.environment = environment;
		this.main = OnMainServerCondition.isMain(environment);
	}

	@Override
	public boolean test(ServerHttpRequest request) {
		InetSocketAddress address = request.getLocalAddress();
		Integer management = this.environment.getProperty("local.management.port", Integer.class);
		if (address == null || management == null
				|| management.equals(this.environment.getProperty("local.server.port", Integer.class))) {
			return true;
		}
		return this.main != (address.getPort() == management);
	}

}
