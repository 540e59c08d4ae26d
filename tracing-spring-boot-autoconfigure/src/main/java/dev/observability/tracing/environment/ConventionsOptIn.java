// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.environment;

import java.util.Map;
import java.util.Set;

import dev.observability.tracing.SemanticConventions;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Reads which names of attributes are wanted, also from OpenTelemetry's own variable for
 * a migration. Start of the application, main thread. Never throws.
 *
 * @param lookup the environment
 * @param published where the value of the variable goes
 * @param variables the real environment variables
 */
record ConventionsOptIn(PropertyLookup lookup, PublishedProperties published, Map<String, String> variables) {

	static final String KEY = OtlpMapping.PREFIX + "semantic-conventions";

	static final String VARIABLE = "OTEL_SEMCONV_STABILITY_OPT_IN";

	/** The members that ask for old and new names; plain "http" asks for what we do. */
	private static final Set<String> BOTH = Set.of("http/dup", "database/dup");

	/**
	 * Publishes what the variable says, where our key is not set.
	 * @return whether the older names are written too
	 */
	boolean apply() {
		String value = this.lookup.value(KEY);
		if (value != null) {
			return SemanticConventions.BOTH.name().equalsIgnoreCase(value);
		}
		boolean mapped = !"false"
			.equalsIgnoreCase(this.lookup.value("management.opentelemetry.map-environment-variables"));
		if (!mapped || !asksForBoth(this.variables.get(VARIABLE))) {
			return false;
		}
		this.published.publishDefault(KEY, "both", VARIABLE);
		return true;
	}

	private static boolean asksForBoth(@Nullable String list) {
		for (String member : StringUtils.tokenizeToStringArray(list, ",")) {
			if (BOTH.contains(member)) {
				return true;
			}
		}
		return false;
	}

}
