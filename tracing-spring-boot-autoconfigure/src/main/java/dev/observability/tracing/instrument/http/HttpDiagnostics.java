// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.http;

import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.observability.tracing.diagnostics.Confidence;
import dev.observability.tracing.diagnostics.DiagnosticsContributor;
import dev.observability.tracing.diagnostics.Finding;
import dev.observability.tracing.diagnostics.FindingCode;
import dev.observability.tracing.diagnostics.HeldObjects;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Finds HTTP clients that were made within a bean, by {@code RestClient.create()} and the
 * like, where nobody could observe them. Step 11, on the thread of the one who asks.
 */
final class HttpDiagnostics implements DiagnosticsContributor {

	private final ConfigurableListableBeanFactory beans;

	HttpDiagnostics(ConfigurableListableBeanFactory beans) {
		this.beans = beans;
	}

	@Override
	public String feature() {
		return "http";
	}

	@Override
	public Map<String, ?> facts() {
		return Map.of("clientsNotObserved", List.copyOf(found()));
	}

	@Override
	public List<Finding> findings() {
		Set<String> found = found();
		return found.isEmpty() ? List.of() : List.of(new Finding(FindingCode.CLIENT_NOT_OBSERVED, Confidence.HIGH,
				"Calls of these HTTP clients make no span and pass no trace on: " + String.join(", ", found),
				"Inject a RestClient.Builder, RestTemplateBuilder or WebClient.Builder of Spring Boot, or make the "
						+ "client a bean"));
	}

	private Set<String> found() {
		return HeldObjects.find(this.beans, HttpDiagnostics::isUnobserved).keySet();
	}

	// Observed, the client of an exporter would make the next span to export
	private static boolean isUnobserved(Object owner, Object held) {
		return ClientObservation.isUnobserved(held) && !(owner instanceof SpanExporter)
				&& !(owner instanceof SpanProcessor);
	}

}
