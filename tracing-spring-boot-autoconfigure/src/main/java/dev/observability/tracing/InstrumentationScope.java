// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Makes the tracers of our features, so that each span says which version of the starter
 * made it and by which version of the conventions. Start of the application, the thread
 * that creates the bean.
 *
 * @since 0.1.0
 */
public final class InstrumentationScope {

	/** Written by the build; a manifest would be lost where jars are merged into one. */
	private static final String RESOURCE = "/META-INF/tracing-spring-boot.properties";

	private static final @Nullable String VERSION = readVersion();

	private InstrumentationScope() {
	}

	/**
	 * Returns the tracer of a feature.
	 * @param openTelemetry the application's
	 * @param name name of the scope, such as {@code dev.observability.tracing.jdbc}
	 * @return a tracer with the version of the starter and the schema of its names
	 */
	public static Tracer tracer(OpenTelemetry openTelemetry, String name) {
		TracerBuilder builder = openTelemetry.tracerBuilder(name).setSchemaUrl(SemanticConventions.SCHEMA_URL);
		if (VERSION != null) {
			builder.setInstrumentationVersion(VERSION);
		}
		return builder.build();
	}

	/**
	 * Returns the version of the starter.
	 * @return such as {@code 0.1.0}, or {@code null} where the build did not write it
	 */
	public static @Nullable String version() {
		return VERSION;
	}

	// Telemetry without a version is better than an application that does not start
	private static @Nullable String readVersion() {
		try (InputStream stream = InstrumentationScope.class.getResourceAsStream(RESOURCE)) {
			Properties properties = new Properties();
			if (stream != null) {
				properties.load(stream);
			}
			String version = properties.getProperty("version");
			return (version == null || version.startsWith("$")) ? null : version;
		}
		catch (IOException | IllegalArgumentException ex) {
			return null;
		}
	}

}
