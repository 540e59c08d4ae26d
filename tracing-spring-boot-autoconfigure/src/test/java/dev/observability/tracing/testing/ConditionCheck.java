// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.testing;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.observability.tracing.testing.RegistryFinding.Kind;

/**
 * What the conventions demand of a span under a condition, as far as the span itself
 * tells whether it holds. Source: semantic conventions 1.44, HTTP, database and messaging
 * spans, and "Recording errors".
 *
 * @param span the span
 * @param findings where to add
 */
record ConditionCheck(ReceivedSpan span, List<RegistryFinding> findings) {

	private static final String METHOD = "http.request.method";

	private static final String STATUS = "http.response.status_code";

	private static final String ERROR = "error.type";

	void check(Registry.Definition definition) {
		boolean failed = this.span.statusCode().equals("ERROR");
		if (definition.conditional().contains(ERROR)) {
			require(!failed || has(ERROR), ERROR, "the status is ERROR");
			value(failed || !has(ERROR), "status",
					"is %s beside error.type %s".formatted(this.span.statusCode(), text(ERROR)));
		}
		switch (definition.name()) {
			case "http.server" -> http(true);
			case "http.client" -> http(false);
			case "db.client" -> value(!has("db.query.summary") || this.span.name().equals(text("db.query.summary")),
					"name", "'%s' is not the summary '%s'".formatted(this.span.name(), text("db.query.summary")));
			default -> {
			}
		}
	}

	private void http(boolean server) {
		require(!text(METHOD).equals("_OTHER") || has("http.request.method_original"), "http.request.method_original",
				"the method is _OTHER");
		require(has(STATUS) || has(ERROR), STATUS, "there is no error.type that says why not");
		String method = text(METHOD).equals("_OTHER") ? "HTTP" : text(METHOD);
		String target = text(server ? "http.route" : "url.template");
		String name = target.isEmpty() ? method : method + " " + target;
		value(this.span.name().equals(name), "name", "'%s' is not '%s'".formatted(this.span.name(), name));
		if (server) {
			value(!text("url.path").contains("?"), "url.path", text("url.path"));
			value(!text("url.query").startsWith("?"), "url.query", text("url.query"));
		}
		else {
			value(text("url.full").isEmpty() || text("url.full").contains("://"), "url.full", text("url.full"));
		}
		if (this.span.attributes().get(STATUS) instanceof Long status) {
			status(server, status);
		}
	}

	private void status(boolean server, long status) {
		boolean failed = this.span.statusCode().equals("ERROR");
		boolean mustFail = status >= (server ? 500 : 400);
		value(failed || !mustFail, "status", "is %s for %d".formatted(this.span.statusCode(), status));
		value(mustFail || !text(ERROR).equals(Long.toString(status)), ERROR,
				"is %d, which is no error of this kind of span".formatted(status));
	}

	private void require(boolean fulfilled, String attribute, String condition) {
		if (!fulfilled) {
			this.findings
				.add(new RegistryFinding(Kind.MISSING, "span", attribute, "is required, because " + condition));
		}
	}

	private void value(boolean fulfilled, String name, String detail) {
		if (!fulfilled) {
			this.findings.add(new RegistryFinding(Kind.VALUE, "span", name, detail));
		}
	}

	private boolean has(String attribute) {
		return this.span.attributes().containsKey(attribute);
	}

	private String text(String attribute) {
		Map<String, Object> attributes = this.span.attributes();
		return Objects.toString(attributes.get(attribute), "");
	}

}
