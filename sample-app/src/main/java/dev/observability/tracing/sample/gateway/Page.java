// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sample.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import io.opentelemetry.sdk.trace.export.SpanExporter;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * The frame of every page: no script, and no request but the page itself, so that one
 * click is one trace.
 */
@Component
class Page {

	private final String frame;

	private final boolean exports;

	Page(@Value("classpath:gateway/page.html") Resource frame, ObjectProvider<SpanExporter> exporters)
			throws IOException {
		this.frame = frame.getContentAsString(StandardCharsets.UTF_8);
		this.exports = exporters.stream().findAny().isPresent();
	}

	/**
	 * The whole document.
	 * @param title plain text without mark-up
	 * @param body HTML
	 * @return HTML
	 */
	String render(String title, String body) {
		return this.frame.replace("{{title}}", title).replace("{{body}}", body);
	}

	// HTML
	String whereToLook() {
		return this.exports
				? "Traces go to your collector: search there for the trace id. Every log line of the request has it too."
				: "No collector is set, so traces end here, and every log line still has its trace id. To see the spans,"
						+ " start a collector or Jaeger, set <code>OBSERVABILITY_TRACING_ENDPOINT=localhost:4317</code> in the"
						+ " environment and start again.";
	}

	void protect(HttpHeaders headers) {
		headers.set("Content-Security-Policy",
				"default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'");
		headers.set("X-Content-Type-Options", "nosniff");
	}

}
