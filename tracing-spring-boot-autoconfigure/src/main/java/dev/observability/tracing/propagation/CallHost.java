// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.net.URI;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpRequest;
import org.springframework.util.ClassUtils;
import org.springframework.web.reactive.function.client.ClientRequest;

/**
 * Finds the host of a call of Spring's HTTP clients where nobody told it, at step 6 of a
 * request. Any thread; does not block.
 */
final class CallHost {

	private static final boolean WEB = isPresent("org.springframework.http.HttpRequest");

	private static final boolean WEB_CLIENT = isPresent(
			"org.springframework.web.reactive.function.client.ClientRequest");

	private CallHost() {
	}

	static boolean isCall(@Nullable Object carrier) {
		return carrier != null && (WEB && Web.isCall(carrier) || WEB_CLIENT && WebClient.isCall(carrier));
	}

	/**
	 * Returns the host of a call.
	 * @param call what {@link #isCall(Object)} is true for
	 * @return name or address, or {@code null} where it is not known
	 */
	static @Nullable String of(@Nullable Object call) {
		URI uri = (WEB && Web.isCall(call)) ? Web.uri(call) : null;
		if (uri == null && WEB_CLIENT && WebClient.isCall(call)) {
			uri = WebClient.uri(call);
		}
		return (uri != null) ? of(uri) : null;
	}

	// A URI knows no host with an underscore, as Docker gives them
	private static @Nullable String of(URI uri) {
		String authority = uri.getRawAuthority();
		if (uri.getHost() != null || authority == null) {
			return uri.getHost();
		}
		int start = authority.lastIndexOf('@') + 1;
		int colon = authority.lastIndexOf(':');
		return authority.substring(start, (colon >= start) ? colon : authority.length());
	}

	private static boolean isPresent(String type) {
		return ClassUtils.isPresent(type, CallHost.class.getClassLoader());
	}

	/** {@code RestClient} and {@code RestTemplate}; loaded where they exist. */
	private static final class Web {

		static boolean isCall(@Nullable Object carrier) {
			return carrier instanceof HttpRequest;
		}

		static @Nullable URI uri(@Nullable Object carrier) {
			return (carrier instanceof HttpRequest request) ? request.getURI() : null;
		}

	}

	/** {@code WebClient}; loaded where it exists. */
	private static final class WebClient {

		static boolean isCall(@Nullable Object carrier) {
			return carrier instanceof ClientRequest.Builder;
		}

		// The builder does not tell, and it copies the headers to build; our own handler
		// says the host, so that this is done for others only
		static @Nullable URI uri(@Nullable Object carrier) {
			return (carrier instanceof ClientRequest.Builder builder) ? builder.build().url() : null;
		}

	}

}
