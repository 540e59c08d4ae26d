// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.environment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.observability.tracing.JavaAgent;
import dev.observability.tracing.diagnostics.Confidence;
import dev.observability.tracing.diagnostics.DiagnosticsContributor;
import dev.observability.tracing.diagnostics.Finding;
import dev.observability.tracing.diagnostics.FindingCode;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;

/**
 * Tells which settings are in effect, and which of them switches tracing off. Step 11, on
 * the thread of the one who asks.
 */
final class EnvironmentDiagnostics implements DiagnosticsContributor {

	private static final String SDK = "management.opentelemetry.enabled";

	private static final List<String> EXPORT = List.of("management.tracing.export.enabled",
			"management.tracing.export.otlp.enabled");

	private final PropertyLookup lookup;

	private final ClassLoader classLoader;

	/** Read when somebody asks first. */
	private @Nullable KnownSettings known;

	EnvironmentDiagnostics(Environment environment, ClassLoader classLoader) {
		this.lookup = new PropertyLookup(environment);
		this.classLoader = classLoader;
	}

	@Override
	public String feature() {
		return "environment";
	}

	@Override
	public Map<String, ?> facts() {
		Map<String, Object> facts = new LinkedHashMap<>();
		facts.put("javaAgent", JavaAgent.isPresent());
		facts.put("settings", new SettingsReport(this.lookup, known()).settings());
		return facts;
	}

	private synchronized KnownSettings known() {
		KnownSettings known = this.known;
		if (known == null) {
			known = KnownSettings.read(this.classLoader);
			this.known = known;
		}
		return known;
	}

	@Override
	public List<Finding> findings() {
		// Beside the agent everything is off
		if (JavaAgent.isPresent()) {
			return List.of();
		}
		if (isFalse(SDK)) {
			return List.of(new Finding(FindingCode.TRACING_OFF, Confidence.HIGH,
					"Tracing is off: " + this.lookup.describe(SDK) + " is false",
					"Remove that, or set it to true. Meanwhile incoming trace context is passed on"));
		}
		return EXPORT.stream()
			.filter(this::isFalse)
			.map((key) -> new Finding(FindingCode.EXPORT_OFF, Confidence.HIGH,
					"Nothing is exported: " + this.lookup.describe(key) + " is false",
					"Remove that, or set it to true. In tests Spring Boot sets it; @AutoConfigureTracing undoes that"))
			.limit(1)
			.toList();
	}

	private boolean isFalse(String key) {
		String value = this.lookup.value(key);
		return value != null && TracingEnvironmentPostProcessor.isFalse(value);
	}

}
