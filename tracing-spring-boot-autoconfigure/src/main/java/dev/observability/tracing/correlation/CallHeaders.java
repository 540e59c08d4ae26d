// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.correlation;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMessage;
import org.springframework.util.ClassUtils;
import org.springframework.web.reactive.function.client.ClientRequest;

/**
 * Tells whether the application set a header on a call itself, which a
 * {@code TextMapSetter} cannot. Step 6 of a request, request thread; never throws.
 */
final class CallHeaders {

	private static final boolean WEB = isPresent("org.springframework.http.HttpMessage");

	private static final boolean WEB_CLIENT = isPresent(
			"org.springframework.web.reactive.function.client.ClientRequest");

	private CallHeaders() {
	}

	/**
	 * Whether a call has the header.
	 * @param call a call of one of Spring's HTTP clients, or anything else
	 * @param name name of the header
	 * @return whether the header is there; false for what is no call of Spring's
	 */
	static boolean contain(@Nullable Object call, String name) {
		return WEB && Web.contain(call, name) || WEB_CLIENT && WebClient.contain(call, name);
	}

	private static boolean isPresent(String type) {
		return ClassUtils.isPresent(type, CallHeaders.class.getClassLoader());
	}

	/** {@code RestClient} and {@code RestTemplate}; loaded where they exist. */
	private static final class Web {

		static boolean contain(@Nullable Object call, String name) {
			return call instanceof HttpMessage message && message.getHeaders().containsHeader(name);
		}

	}

	/** {@code WebClient}; loaded where it exists. */
	private static final class WebClient {

		static boolean contain(@Nullable Object call, String name) {
			if (!(call instanceof ClientRequest.Builder builder)) {
				return false;
			}
			boolean[] contained = new boolean[1];
			builder.headers((headers) -> contained[0] = headers.containsHeader(name));
			return contained[0];
		}

	}

}
