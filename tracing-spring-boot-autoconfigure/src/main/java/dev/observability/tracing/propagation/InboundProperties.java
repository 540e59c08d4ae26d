// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.observability.tracing.InvalidTracingPropertyException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Keys of {@code observability.tracing.propagation.inbound.*}. Start of the application,
 * main thread.
 *
 * @param edge Whether callers are strangers: their traces are not continued, their
 * baggage is not taken.
 * @param policy What becomes of the trace of a request that no rule matches. When not
 * set, 'continue', or 'restart-with-link' at the edge.
 * @param messages What becomes of the trace of a message.
 * @param sampledPerSecond Requests per second whose sampled flag is obeyed where the
 * policy is 'ignore-sampled', 0 to 100000.
 * @param rules Paths with a policy of their own. The first that matches wins.
 */
record InboundProperties(@DefaultValue("false") boolean edge, @Nullable InboundPolicy policy,
		@DefaultValue("continue") InboundPolicy messages, @DefaultValue("10") int sampledPerSecond,
		@DefaultValue List<Rule> rules) {

	static final InboundProperties DEFAULTS = new InboundProperties(false, null, InboundPolicy.CONTINUE, 10, List.of());

	private static final String PREFIX = "observability.tracing.propagation.inbound.";

	InboundProperties {
		if (edge && policy != null && policy != InboundPolicy.RESTART_WITH_LINK) {
			throw new InvalidTracingPropertyException(PREFIX + "policy", text(policy),
					"restart-with-link, or not set, where " + PREFIX + "edge is true",
					"Remove one of the two, and name paths whose callers are known in " + PREFIX + "rules");
		}
		if (sampledPerSecond < 0 || sampledPerSecond > SecondBudget.MAX_PER_SECOND) {
			throw new InvalidTracingPropertyException(PropagationProperties.SAMPLED_PER_SECOND,
					Integer.toString(sampledPerSecond), "in [0, %d]".formatted(SecondBudget.MAX_PER_SECOND),
					"Remove the property for the default");
		}
		for (int i = 0; i < rules.size(); i++) {
			check(PREFIX + "rules[" + i + "].", rules.get(i));
		}
		rules = List.copyOf(rules);
	}

	private static void check(String key, Rule rule) {
		if (rule.path() == null || !PathRule.isValid(rule.path())) {
			throw new InvalidTracingPropertyException(key + "path", rule.path(),
					"a path that begins with '/', where '*' stands for one segment or a part of it and '/**' at the "
							+ "end for all below",
					"Write for example /partners/**");
		}
		if (rule.policy() == null) {
			throw new InvalidTracingPropertyException(key + "policy", null,
					"continue, ignore-sampled or restart-with-link", "Write the policy of that path");
		}
	}

	private static String text(InboundPolicy policy) {
		return policy.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * Makes the decision of it.
	 * @param sampler whether a sampler of ours decides about new traces; where there is
	 * none, whoever does not decide about its trace does not go on with it either
	 * @param trust knows callers that are trusted, or {@code null}
	 * @return the decision
	 */
	InboundPolicies policies(boolean sampler, @Nullable InboundTrust trust) {
		List<InboundPolicies.Route> routes = new ArrayList<>();
		for (Rule rule : this.rules) {
			if (rule.path() != null && rule.policy() != null) {
				routes.add(new InboundPolicies.Route(PathRule.of(rule.path()), effective(rule.policy(), sampler)));
			}
		}
		InboundPolicy otherwise = this.edge ? InboundPolicy.RESTART_WITH_LINK : InboundPolicy.CONTINUE;
		return new InboundPolicies(effective((this.policy != null) ? this.policy : otherwise, sampler),
				effective(this.messages, sampler), routes, trust);
	}

	private static InboundPolicy effective(InboundPolicy policy, boolean sampler) {
		return (policy == InboundPolicy.IGNORE_SAMPLED && !sampler) ? InboundPolicy.RESTART_WITH_LINK : policy;
	}

	/**
	 * Whether a sampler has to decide in the place of callers.
	 * @return whether any policy says so
	 */
	boolean ignoresSampled() {
		return this.policy == InboundPolicy.IGNORE_SAMPLED || this.messages == InboundPolicy.IGNORE_SAMPLED
				|| this.rules.stream().anyMatch((rule) -> rule.policy() == InboundPolicy.IGNORE_SAMPLED);
	}

	/**
	 * A path with a policy of its own.
	 *
	 * @param path Path, or a pattern with '*' for one segment or a part of it and '/**'
	 * at the end for all below, within the application.
	 * @param policy What becomes of the trace of a request for it.
	 */
	record Rule(@Nullable String path, @Nullable InboundPolicy policy) {

	}

}
