// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Matches where the page is on the server of the application: unless the application
 * wants it on that of the management port, and that is another one. Start of the
 * application, main thread.
 */
final class OnMainServerCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("trace page on the application's server");
		return isMain(context.getEnvironment()) ? ConditionOutcome.match(message.because("it is there"))
				: ConditionOutcome.noMatch(message.because("it is on that of the management port"));
	}

	static boolean isMain(Environment environment) {
		String server = environment.getProperty(ViewerProperties.PREFIX + ".server", "main");
		return !"management".equalsIgnoreCase(server.trim()) || !hasOwnPort(environment);
	}

	private static boolean hasOwnPort(Environment environment) {
		String management = environment.getProperty("management.server.port");
		String main = environment.getProperty("server.port", "8080");
		return StringUtils.hasText(management) && !management.trim().startsWith("-")
				&& (management.trim().equals("0") || !management.trim().equals(main.trim()));
	}

}
