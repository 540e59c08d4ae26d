// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.net.URI;

import dev.observability.tracing.redaction.Redactor;
import io.opentelemetry.sdk.trace.export.SpanExporter;

/**
 * Names where an exporter sends, for logs and meters. Start of the application, main
 * thread. Read from the text of the exporter: a customizer may have changed the endpoint
 * of the properties, and there is no accessor.
 *
 * @param text the masked endpoint and the protocol, such as
 * {@code http://localhost:4317 (grpc)}; the name of the type for an exporter that is not
 * of OTLP
 * @param type {@code otel.component.type} of the conventions
 * @param host empty where it is not known
 * @param port 0 where it is not known
 */
record ExportTarget(String text, String type, String host, int port) {

	private static final String ENDPOINT = "endpoint=";

	static ExportTarget of(SpanExporter exporter) {
		String name = exporter.getClass().getSimpleName();
		String text = name.startsWith("Otlp") ? exporter.toString() : "";
		int start = text.indexOf(ENDPOINT);
		if (start < 0) {
			String type = exporter.getClass().getName();
			return new ExportTarget(name.isEmpty() ? type : name, type, "", 0);
		}
		int end = text.indexOf(", ", start);
		String endpoint = text.substring(start + ENDPOINT.length(), (end >= 0) ? end : text.length());
		boolean grpc = name.startsWith("OtlpGrpc");
		String masked = Redactor.standard().url(endpoint) + (grpc ? " (grpc)" : " (http/protobuf)");
		return of(masked, grpc ? "otlp_grpc_span_exporter" : "otlp_http_span_exporter", endpoint);
	}

	private static ExportTarget of(String text, String type, String endpoint) {
		try {
			URI uri = URI.create(endpoint);
			String host = (uri.getHost() != null) ? uri.getHost() : "";
			int port = (uri.getPort() >= 0) ? uri.getPort() : ("https".equals(uri.getScheme()) ? 443 : 80);
			return new ExportTarget(text, type, host, host.isEmpty() ? 0 : port);
		}
		catch (IllegalArgumentException ex) {
			return new ExportTarget(text, type, "", 0);
		}
	}

	@Override
	public String toString() {
		return this.text;
	}

}
