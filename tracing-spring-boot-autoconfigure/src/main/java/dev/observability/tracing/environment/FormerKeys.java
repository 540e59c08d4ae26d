// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.environment;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginTrackedValue;
import org.springframework.boot.origin.SystemEnvironmentOrigin;
import org.springframework.util.StringUtils;

/**
 * Lets the names of {@link FormerKey} take effect where today's key is not set, and says
 * so in one warning per name. Start of the application, main thread. Values are never
 * printed.
 */
final class FormerKeys {

	private final PropertyLookup lookup;

	private final Map<String, String> variables;

	private final Log logger;

	private final Map<String, OriginTrackedValue> published = new LinkedHashMap<>();

	/**
	 * Creates the translation for one start.
	 * @param lookup the environment
	 * @param variables the real environment variables of the process, as Boot takes for
	 * {@code OTEL_*}
	 * @param logger where warnings go
	 */
	FormerKeys(PropertyLookup lookup, Map<String, String> variables, Log logger) {
		this.lookup = lookup;
		this.variables = variables;
		this.logger = logger;
	}

	/**
	 * Translates every former name that is set.
	 * @return values by today's key, to be the last source of the environment
	 */
	Map<String, OriginTrackedValue> translate() {
		// Boot's own switch for OTEL_* variables holds for those that only we know, too
		boolean otel = !"false"
			.equalsIgnoreCase(this.lookup.value("management.opentelemetry.map-environment-variables"));
		for (FormerKey key : FormerKey.values()) {
			switch (key.fate()) {
				case BOUND -> bind(key);
				case SWITCH_VARIABLE, TEXT_VARIABLE -> {
					if (otel) {
						convert(key);
					}
				}
				case HINT -> hint(key);
				case HINT_BY_PREFIX -> hintByPrefix(key);
				case REFUSED -> warnIfVariable(key);
			}
		}
		return this.published;
	}

	private void bind(FormerKey key) {
		String value = this.lookup.value(key.former());
		if (value != null) {
			publish(key, value, this.lookup.origin(key.former()));
		}
	}

	private void convert(FormerKey key) {
		String value = this.variables.get(key.former());
		if (!StringUtils.hasText(value)) {
			return;
		}
		SystemEnvironmentOrigin origin = new SystemEnvironmentOrigin(key.former());
		if (key.fate() == FormerKey.Fate.TEXT_VARIABLE) {
			publish(key, value.trim(), origin);
			return;
		}
		String text = value.trim();
		boolean on = TracingEnvironmentPostProcessor.isTrue(text);
		if (on || TracingEnvironmentPostProcessor.isFalse(text)) {
			publish(key, Boolean.toString(on), origin);
		}
		else {
			this.logger.warn("'%s' is ignored, because it is neither true nor false; today's key is '%s'"
				.formatted(key.former(), key.today()));
		}
	}

	private void publish(FormerKey key, String value, @Nullable Origin origin) {
		if (this.lookup.value(key.today()) != null || this.published.containsKey(key.today())) {
			this.logger
				.warn("'%s' is ignored, because '%s' is set: remove the former".formatted(key.former(), key.today()));
			return;
		}
		this.published.put(key.today(), OriginTrackedValue.of(value, new MappedOrigin(key.former(), origin)));
		this.logger.warn("'%s' is deprecated: use '%s' instead".formatted(key.former(), key.today()));
	}

	private void hint(FormerKey key) {
		if (StringUtils.hasText(this.variables.get(key.former()))) {
			this.logger.warn("'%s' is ignored: %s instead".formatted(key.former(), key.today()));
		}
	}

	private void hintByPrefix(FormerKey key) {
		for (String name : new TreeSet<>(this.variables.keySet())) {
			if (name.startsWith(key.former())) {
				String today = key.today() + name.substring(key.former().length());
				this.logger.warn("'%s' is ignored: name it '%s' instead".formatted(name, today));
			}
		}
	}

	// As a property it stops the start; a variable may belong to another program
	private void warnIfVariable(FormerKey key) {
		String variable = this.lookup.variable(key.former());
		if (variable != null) {
			this.logger.warn("'%s' is ignored: set '%s' instead".formatted(variable, key.today()));
		}
	}

}
