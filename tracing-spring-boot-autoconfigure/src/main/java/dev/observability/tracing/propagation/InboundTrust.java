// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

/**
 * Knows callers whose trace goes on with its sampled flag and its baggage, whatever the
 * policy of the route says. A bean of the application; there is none by default. Step 2
 * of a request, on the request thread, before Spring Security: must not block.
 * <p>
 * Ask for what a caller cannot make up, such as a client certificate that the server has
 * verified. An address alone is no proof: behind a proxy it is the proxy's, or what a
 * header says.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface InboundTrust {

	/**
	 * Whether a caller is trusted.
	 * @param request a {@code jakarta.servlet.http.HttpServletRequest}, or a
	 * {@code org.springframework.http.server.reactive.ServerHttpRequest}
	 * @return whether it is; where this throws, the strictest policy that is configured
	 * holds
	 */
	boolean trusts(Object request);

}
