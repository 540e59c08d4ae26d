// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A list of hosts as users write it, for {@link OutboundHosts} at step 6 of a request.
 * Any thread.
 * <p>
 * A rule is {@code *} for all, {@code loopback}, {@code single-label}, {@code *.suffix}
 * for what lies below a name but not that name itself, or one name or address.
 */
final class HostRules {

	private final boolean all;

	private final boolean loopback;

	private final boolean singleLabel;

	private final Set<String> names = new HashSet<>();

	/** Each with its leading dot. */
	private final List<String> suffixes;

	private HostRules(Set<String> rules) {
		this.all = rules.remove("*");
		this.loopback = rules.remove("loopback");
		this.singleLabel = rules.remove("single-label");
		Set<String> suffixes = new LinkedHashSet<>();
		for (String rule : rules) {
			boolean below = rule.startsWith("*.");
			HostName name = HostName.parse(below ? rule.substring(2) : rule);
			if (name == null || below && name.text().indexOf(':') >= 0) {
				throw new IllegalArgumentException("no rule for hosts: " + rule);
			}
			if (below) {
				suffixes.add("." + name.text());
			}
			else {
				this.names.add(name.text());
			}
		}
		this.suffixes = List.copyOf(suffixes);
	}

	static HostRules of(List<String> rules) {
		Set<String> trimmed = new LinkedHashSet<>();
		rules.forEach((rule) -> trimmed.add(rule.trim()));
		return new HostRules(trimmed);
	}

	boolean matches(HostName host) {
		if (this.all || this.loopback && host.loopback() || this.singleLabel && host.singleLabel()
				|| this.names.contains(host.text())) {
			return true;
		}
		for (String suffix : this.suffixes) {
			if (host.text().length() > suffix.length() && host.text().endsWith(suffix)) {
				return true;
			}
		}
		return false;
	}

}
