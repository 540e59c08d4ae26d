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
import org.springframework.util.ClassUtils;
import org.springframework.web.util.HtmlUtils;

/**
 * The frame of every page: no script, and no request but the page itself, so that one
 * click is one trace.
 */
@Component
class Page {

	/** Absent from the packaged application. */
	private static final boolean VIEWER = ClassUtils
		.isPresent("dev.observability.tracing.viewer.ViewerAutoConfiguration", Page.class.getClassLoader());

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

	/**
	 * How to see the traces of the buttons.
	 * @return HTML
	 */
	String whereToLook() {
		if (VIEWER) {
			return "<p>All of them are on the <a class=\"button\" href=\"/tracing/\">trace page</a>"
					+ (this.exports ? ", and in your collector.</p>" : ".</p>");
		}
		return this.exports ? "<p>Traces go to your collector. The log lines of a request have its trace id too.</p>"
				: """
						<div class="note"><p>Traces are not sent anywhere yet; look at the terminal, where the log lines of a request
						have its trace id. To see the spans, start Jaeger:</p>
						<pre tabindex="0">docker run --rm -p 4317:4317 -p 16686:16686 jaegertracing/jaeger</pre>
						<p>Set <code>OBSERVABILITY_TRACING_ENDPOINT=localhost:4317</code>, start the sample again, and open port 16686.</p></div>""";
	}

	/**
	 * Where one trace is found, as the end of a sentence.
	 * @param traceId its id
	 * @return HTML
	 */
	String whereTraceIs(String traceId) {
		if (VIEWER) {
			return "on the <a href=\"/tracing/?trace=" + HtmlUtils.htmlEscape(traceId) + "\">trace page</a>.";
		}
		return this.exports ? "in your collector and in the log." : "in the log; no collector is set.";
	}

	void protect(HttpHeaders headers) {
		headers.set("Content-Security-Policy",
				"default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'");
		headers.set("X-Content-Type-Options", "nosniff");
	}

}
