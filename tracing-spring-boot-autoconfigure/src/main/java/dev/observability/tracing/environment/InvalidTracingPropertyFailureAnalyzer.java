// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.environment;

import dev.observability.tracing.InvalidTracingPropertyException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.Origin;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Reports a property of ours that is wrong: key, value, where it stands, what is allowed,
 * and the fix. Start of the application, main thread. Comes before Boot's report of a
 * failed binding, which prints whatever value was read last, a secret as well.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class InvalidTracingPropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidTracingPropertyException> {

	private final @Nullable Environment environment;

	/**
	 * Called by Boot.
	 * @param environment the environment, or {@code null} where the start ended before
	 * there was a context
	 */
	InvalidTracingPropertyFailureAnalyzer(@Nullable Environment environment) {
		this.environment = environment;
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidTracingPropertyException cause) {
		return report(this.environment, cause);
	}

	static FailureAnalysis report(@Nullable Environment environment, InvalidTracingPropertyException cause) {
		String value = (cause.getValue() != null) ? "value '" + cause.getValue() + "'" : "value (not shown)";
		String description = "Invalid %s for configuration property '%s'%s. It must be %s.".formatted(value,
				cause.getKey(), where(environment, cause.getKey()), cause.getRange());
		return new FailureAnalysis(description, cause.getFix() + ".", cause);
	}

	private static String where(@Nullable Environment environment, String key) {
		try {
			Origin origin = (environment != null) ? new PropertyLookup(environment).origin(key) : null;
			return (origin != null) ? " (from " + MappedOrigin.place(origin) + ")" : "";
		}
		catch (RuntimeException ex) {
			// The name of a header may be no name of a property
			return "";
		}
	}

}
