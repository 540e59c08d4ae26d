// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.observability.tracing.JavaAgent;
import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.StringUtils;

/**
 * Chooses the format of the console and publishes it in Boot's own keys as the last
 * source of the environment, so that what the application sets wins. Start of the
 * application, main thread, before Boot sets logging up: the first line has the format
 * already.
 * <p>
 * Never throws: a wrong value counts as none, and the strict binding stops the start. The
 * format stays with {@code observability.tracing.enabled=false}, because whoever parses
 * the lines cannot know about that switch.
 */
final class LoggingEnvironmentPostProcessor implements EnvironmentPostProcessor {

	static final String SOURCE = "tracingLoggingDefaults";

	static final String CONSOLE = "logging.structured.format.console";

	private static final String FORMAT = LoggingProperties.PREFIX + ".format";

	private static final String PATTERN = "logging.pattern.console";

	private final Log logger;

	/**
	 * Called by Boot.
	 * @param logFactory holds log lines back until logging is configured
	 */
	LoggingEnvironmentPostProcessor(DeferredLogFactory logFactory) {
		this.logger = logFactory.getLog(LoggingEnvironmentPostProcessor.class);
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		process(environment, LaunchFacts.of(environment, application), JavaAgent.isPresent(),
				LogbackFacts.of(environment, application.getClassLoader()));
	}

	/**
	 * Publishes.
	 * @param environment what gets our source
	 * @param facts how the application was started
	 * @param agent whether the OpenTelemetry Java agent traces this JVM
	 * @param logback how the application configures Logback
	 */
	void process(ConfigurableEnvironment environment, LaunchFacts facts, boolean agent, LogbackFacts logback) {
		// An environment used again must not take what we said for the user's word
		environment.getPropertySources().remove(SOURCE);
		if (agent || isFalse(environment, LoggingProperties.PREFIX + ".enabled")) {
			return;
		}
		Map<String, Object> defaults = new LinkedHashMap<>();
		if (!isFalse(environment, "observability.tracing.enabled")) {
			publishIds(environment, defaults);
		}
		publishFormat(environment, facts, logback, defaults);
		if (!defaults.isEmpty()) {
			environment.getPropertySources().addLast(new MapPropertySource(SOURCE, defaults));
		}
	}

	// Our names in the place where Boot shows its own
	private static void publishIds(Environment environment, Map<String, Object> defaults) {
		String expected = text(environment, "logging.expect-correlation-id");
		if (expected == null) {
			expected = text(environment, "management.tracing.export.enabled");
		}
		if (!"false".equalsIgnoreCase(expected)) {
			MdcKeys keys = keys(environment);
			defaults.put("logging.pattern.correlation",
					"%%correlationId{%s(32),%s(16)}".formatted(keys.traceId(), keys.spanId()));
		}
		// Without it a line from within a reactive chain has no ids, that of an uncaught
		// error among them
		defaults.put("spring.reactor.context-propagation", "auto");
	}

	private static MdcKeys keys(Environment environment) {
		LoggingProperties.Mdc mdc;
		try {
			mdc = Binder.get(environment).bindOrCreate(LoggingProperties.PREFIX + ".mdc", LoggingProperties.Mdc.class);
		}
		catch (RuntimeException ex) {
			mdc = new Binder().bindOrCreate(LoggingProperties.PREFIX + ".mdc", LoggingProperties.Mdc.class);
		}
		return MdcKeys.of(environment, mdc);
	}

	private void publishFormat(Environment environment, LaunchFacts facts, LogbackFacts logback,
			Map<String, Object> defaults) {
		LogFormat format = format(environment);
		boolean automatic = format == LogFormat.AUTO;
		if (automatic) {
			boolean json = facts.isForMachines() && !logback.ownFile() && !isSet(environment, PATTERN)
					&& !isSet(environment, "logging.structured.format.file");
			format = json ? LogFormat.LOGSTASH : LogFormat.NONE;
		}
		String formatter = format.formatter();
		if (formatter == null) {
			return;
		}
		if (!automatic) {
			warn(environment, format, logback);
		}
		if (!logback.present() || isSet(environment, CONSOLE)) {
			return;
		}
		defaults.put(CONSOLE, formatter);
		if (!logback.ownFile()) {
			// A picture of characters is no JSON
			defaults.put("spring.main.banner-mode", "off");
		}
	}

	// Who asked for a format and does not get it must hear why
	private void warn(Environment environment, LogFormat format, LogbackFacts logback) {
		String value = format.name().toLowerCase(Locale.ROOT);
		if (!logback.present()) {
			this.logger.warn("'%s=%s' has no effect: these formats need Logback".formatted(FORMAT, value));
		}
		else if (isSet(environment, CONSOLE)) {
			this.logger.warn(
					"'%s' and '%s' are both set: '%s' wins, remove one of the two".formatted(FORMAT, CONSOLE, CONSOLE));
		}
		else if (logback.ownFile() && !logback.structured()) {
			this.logger.warn("'%s=%s' has no effect: the application configures Logback by a file of its own. Put "
				.formatted(FORMAT, value) + LogbackFacts.INCLUDES
					+ " into it, and let the root logger refer to the appender CONSOLE");
		}
	}

	private static LogFormat format(Environment environment) {
		String value = text(environment, FORMAT);
		if (value == null) {
			return LogFormat.AUTO;
		}
		try {
			return LogFormat.valueOf(value.trim().toUpperCase(Locale.ROOT));
		}
		catch (IllegalArgumentException ex) {
			return LogFormat.NONE;
		}
	}

	private static boolean isFalse(Environment environment, String key) {
		String value = text(environment, key);
		return value != null && List.of("false", "off", "no", "0").contains(value.trim().toLowerCase(Locale.ROOT));
	}

	private static boolean isSet(Environment environment, String key) {
		try {
			return StringUtils.hasText(environment.getProperty(key));
		}
		catch (RuntimeException ex) {
			// A placeholder that nobody resolves is a value all the same
			return true;
		}
	}

	// A blank value counts as none, as that of an environment variable does
	private static @Nullable String text(Environment environment, String key) {
		try {
			String value = environment.getProperty(key);
			return StringUtils.hasText(value) ? value : null;
		}
		catch (RuntimeException ex) {
			// A placeholder that nobody resolves; reported when it is bound
			return null;
		}
	}

}
