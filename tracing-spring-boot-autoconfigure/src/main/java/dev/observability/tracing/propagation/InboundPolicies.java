// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.util.List;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of the trace that a caller sends, by the path of the request. Step
 * 2 of a request, on the request thread; does not block.
 * <p>
 * A path that a server could read as another one is treated by the strictest policy of
 * all routes: nobody becomes trusted by a detour.
 */
final class InboundPolicies {

	private final InboundPolicy policy;

	private final InboundPolicy messages;

	private final InboundPolicy strictest;

	private final List<Route> routes;

	private final @Nullable InboundTrust trust;

	/**
	 * Creates the decision.
	 * @param policy of requests that no route matches
	 * @param messages of messages
	 * @param routes those with a policy of their own, the first match wins
	 * @param trust knows callers that are trusted on every route, or {@code null}
	 */
	InboundPolicies(InboundPolicy policy, InboundPolicy messages, List<Route> routes, @Nullable InboundTrust trust) {
		this.policy = policy;
		this.messages = messages;
		this.routes = List.copyOf(routes);
		this.trust = trust;
		InboundPolicy strictest = policy;
		for (Route route : routes) {
			strictest = strictest.stricter(route.policy());
		}
		this.strictest = strictest;
	}

	static InboundPolicies continuing() {
		return new InboundPolicies(InboundPolicy.CONTINUE, InboundPolicy.CONTINUE, List.of(), null);
	}

	/**
	 * Decides.
	 * @param carrier what is extracted from
	 * @return the policy; code that extracts from a carrier of its own has decided
	 * already
	 * @throws RuntimeException what the request or the application's trust threw
	 */
	InboundPolicy of(@Nullable Object carrier) {
		if (carrier instanceof ReceiverContext<?> receiver && receiver.getKind() == Kind.CONSUMER) {
			return this.messages;
		}
		if (this.strictest == InboundPolicy.CONTINUE) {
			return this.strictest;
		}
		String path = InboundRequest.path(carrier);
		if (path == null) {
			return (carrier instanceof ReceiverContext<?>) ? this.policy : InboundPolicy.CONTINUE;
		}
		Object request = InboundRequest.unwrap(carrier);
		return (this.trust != null && request != null && this.trust.trusts(request)) ? InboundPolicy.CONTINUE
				: ofPath(request, path);
	}

	private InboundPolicy ofPath(@Nullable Object request, String path) {
		if (this.routes.isEmpty()) {
			return this.policy;
		}
		if (!PathRule.isUnambiguous(path)) {
			return this.strictest;
		}
		String within = InboundRequest.within(request, path);
		for (Route route : this.routes) {
			if (route.path().matches(within)) {
				return route.policy();
			}
		}
		return this.policy;
	}

	/**
	 * What holds where it cannot be decided.
	 * @return the strictest policy of requests
	 */
	InboundPolicy strictest() {
		return this.strictest;
	}

	/**
	 * A route with a policy of its own.
	 *
	 * @param path which paths within the application
	 * @param policy what holds there
	 */
	record Route(PathRule path, InboundPolicy policy) {

	}

}
