// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.environment;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.observability.tracing.InvalidTracingPropertyException;
import dev.observability.tracing.OtlpEndpoint;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.ConverterNotFoundException;
import org.springframework.core.env.Environment;

/**
 * Reports a value of ours that is of the wrong type, such as an unknown protocol. Start
 * of the application, main thread. Boot's own report would name neither the spelling that
 * users write nor hide the value of a header.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class TracingBindFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	private static final String SWITCH = "true or false";

	private static final String POLICY = "continue, ignore-sampled or restart-with-link";

	private static final Map<String, String> RANGES = Map.ofEntries(Map.entry("enabled", SWITCH),
			Map.entry("insecure", SWITCH), Map.entry("protocol", "grpc or http/protobuf"),
			Map.entry("compression", "gzip or none"), Map.entry("timeout", "a duration greater than zero, such as 10s"),
			Map.entry("sample-rate", "a number in [0, 1], such as 0.1"),
			Map.entry("endpoint", "host:port, http(s)://host:port or a full http(s) URL"),
			Map.entry("semantic-conventions", "stable or both"), Map.entry("propagation.inbound.edge", SWITCH),
			Map.entry("propagation.inbound.policy", POLICY), Map.entry("propagation.inbound.messages", POLICY),
			Map.entry("propagation.inbound.rules.policy", POLICY),
			Map.entry("propagation.inbound.sampled-per-second", "a number in [0, 100000], such as 10"),
			Map.entry("sampling.forced.max-validity", "a duration in [1s, 24h], such as 1h"),
			Map.entry("sampling.forced.per-second", "a number in [1, 100000], such as 10"));

	/** The number of an element of a list. */
	private static final Pattern INDEX = Pattern.compile("\\[\\d+]");

	/** A key of the first endpoint, or the same below the name of a further one. */
	private static final Pattern KEY = Pattern
		.compile("(observability\\.tracing\\.(?:export\\.otlp(?:\\.[^.\\[]+|\\[[^]]+])\\.)?)(.+)");

	/** What stands in the place of a name and its keys. */
	private static final Pattern NO_NAME = Pattern.compile("observability\\.tracing\\.export\\.otlp(?:\\.[^.\\[]+)?");

	private final @Nullable Environment environment;

	/**
	 * Called by Boot.
	 * @param environment the environment, or {@code null} where the start ended before
	 * there was a context
	 */
	TracingBindFailureAnalyzer(@Nullable Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		BindException innermost = innermost(cause);
		String key = innermost.getName().toString();
		Matcher matcher = KEY.matcher(key);
		if (!matcher.matches()) {
			return null;
		}
		String value = value(innermost);
		if (NO_NAME.matcher(key).matches() && innermost.getCause() instanceof ConverterNotFoundException) {
			return InvalidTracingPropertyFailureAnalyzer.report(this.environment,
					new InvalidTracingPropertyException(key, value,
							"the name of a back end, which has no value but keys below it",
							"Write " + OtlpMapping.PREFIX + "export.otlp.NAME.endpoint, with a name of your choice"));
		}
		if (matcher.group(2).startsWith("headers")) {
			return InvalidTracingPropertyFailureAnalyzer.report(this.environment,
					new InvalidTracingPropertyException(key, null, "a map of header names and their values",
							"Write one property per header, such as " + matcher.group(1) + "headers.x-api-key"));
		}
		String range = RANGES.get(INDEX.matcher(matcher.group(2)).replaceAll(""));
		if (range == null) {
			return null;
		}
		return InvalidTracingPropertyFailureAnalyzer.report(this.environment,
				new InvalidTracingPropertyException(key, value, range, "Set %s to %s".formatted(key, range)));
	}

	// The outer one names the prefix only, the inner one the property
	private static BindException innermost(BindException outer) {
		BindException innermost = outer;
		for (Throwable cause = outer; cause != null; cause = cause.getCause()) {
			if (cause instanceof BindException exception) {
				innermost = exception;
			}
		}
		return innermost;
	}

	private static @Nullable String value(BindException exception) {
		ConfigurationPropertyName name = exception.getName();
		if (exception.getProperty() == null || !name.equals(exception.getProperty().getName())) {
			return null;
		}
		return OtlpEndpoint.mask(String.valueOf(exception.getProperty().getValue()));
	}

}
