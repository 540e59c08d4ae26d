// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import dev.observability.tracing.redaction.Redactor;
import io.opentelemetry.sdk.trace.export.SpanExporter;

/**
 * Names where an exporter sends, for logs. Start of the application, main thread.
 */
final class ExportTarget {

	private static final String ENDPOINT = "endpoint=";

	private ExportTarget() {
	}

	/**
	 * The masked endpoint and the protocol. Read from the text of the exporter: a
	 * customizer may have changed the endpoint of the properties, and there is no
	 * accessor.
	 * @param exporter any exporter
	 * @return such as {@code http://localhost:4317 (grpc)}; the name of the type for an
	 * exporter that is not of OTLP
	 */
	static String of(SpanExporter exporter) {
		String name = exporter.getClass().getSimpleName();
		String text = name.startsWith("Otlp") ? exporter.toString() : "";
		int start = text.indexOf(ENDPOINT);
		if (start < 0) {
			return name.isEmpty() ? exporter.getClass().getName() : name;
		}
		int end = text.indexOf(", ", start);
		String endpoint = text.substring(start + ENDPOINT.length(), (end >= 0) ? end : text.length());
		String protocol = name.startsWith("OtlpGrpc") ? "grpc" : "http/protobuf";
		return Redactor.standard().url(endpoint) + " (" + protocol + ")";
	}

}
