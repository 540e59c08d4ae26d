// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.Locale;
import java.util.Map;

import dev.observability.tracing.JavaAgent;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Silences the loggers with which the SDK repeats what {@link ExportConnection} says
 * once, one entry per batch and stack traces among them. At the lowest precedence: a
 * level that the user sets wins; and not where the user asks for the details of tracing.
 * Start of the application, main thread.
 */
final class ExportLoggingEnvironmentPostProcessor implements EnvironmentPostProcessor {

	static final String PROPERTY_SOURCE = "tracingExportLoggingDefaults";

	static final Map<String, Object> DEFAULTS = Map.of(
			"logging.level.io.opentelemetry.exporter.internal.http.HttpExporter", "off",
			"logging.level.io.opentelemetry.exporter.internal.grpc.GrpcExporter", "off",
			"logging.level.io.opentelemetry.exporter.sender.jdk.internal.JdkHttpSender", "off",
			"logging.level.io.opentelemetry.exporter.sender.okhttp.internal.OkHttpGrpcSender", "off",
			"logging.level.io.opentelemetry.sdk.trace.export.BatchSpanProcessor", "off",
			"logging.level.io.opentelemetry.sdk.logs.SdkLoggerProvider", "warn",
			"logging.level.io.opentelemetry.sdk.trace.SdkTracerProvider", "warn");

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		if (isOn(environment) && !isAsked(environment) && !JavaAgent.isPresent()
				&& !environment.getPropertySources().contains(PROPERTY_SOURCE)) {
			environment.getPropertySources().addLast(new MapPropertySource(PROPERTY_SOURCE, DEFAULTS));
		}
	}

	// A value that is no switch stops the start later, where it can be reported
	private static boolean isOn(ConfigurableEnvironment environment) {
		try {
			return environment.getProperty("observability.tracing.enabled", Boolean.class, true);
		}
		catch (ConversionException ex) {
			return true;
		}
	}

	// The group has these loggers, too
	private static boolean isAsked(ConfigurableEnvironment environment) {
		String level = environment.getProperty("logging.level.tracing", "").toLowerCase(Locale.ROOT);
		return level.equals("debug") || level.equals("trace");
	}

}
