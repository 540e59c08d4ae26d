// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.page;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Traces as other services send them, in OTLP/JSON: a request with queries below it.
 * Every twentieth has an error.
 */
final class MadeUpTraces {

	private static final String[] SERVICES = { "gateway", "orders", "payments", "warehouse" };

	private MadeUpTraces() {
	}

	/**
	 * Makes some.
	 * @param first number of the first, from which its id comes
	 * @param count how many
	 * @param spans of each
	 * @return the body of a request
	 */
	static String document(int first, int count, int spans) {
		StringBuilder json = new StringBuilder("{\"resourceSpans\":[");
		for (int trace = first; trace < first + count; trace++) {
			json.append((trace > first) ? "," : "")
				.append("{\"resource\":{\"attributes\":[")
				.append(text("service.name", SERVICES[trace % SERVICES.length]))
				.append("]},\"scopeSpans\":[{\"scope\":{\"name\":\"benchmark\"},\"spans\":[");
			for (int span = 0; span < spans; span++) {
				json.append((span > 0) ? "," : "").append(span(trace, span));
			}
			json.append("]}]}");
		}
		return json.append("]}").toString();
	}

	private static String span(int trace, int span) {
		long start = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis() - 60_000 + trace) + 1_000_000L * span;
		long end = start + ((span == 0) ? 250_000_000L : 900_000L);
		boolean error = span == 3 && trace % 20 == 0;
		String attributes = (span == 0)
				? text("http.request.method", (trace % 3 == 0) ? "POST" : "GET") + ","
						+ text("http.route", "/things/{id}/" + trace % 40) + "," + text("url.path", "/things/" + trace)
						+ "," + text("url.scheme", "http") + "," + text("server.address", "localhost")
				: text("db.system.name", "postgresql") + "," + text("db.namespace", "shop") + ","
						+ text("db.query.text", "SELECT * FROM things WHERE id = ? AND kind = " + span) + ","
						+ text("db.operation.name", "SELECT") + "," + text("thing.id", trace + "-" + span);
		return String.format(Locale.ROOT,
				"{\"traceId\":\"%032x\",\"spanId\":\"%016x\",%s\"name\":\"%s\",\"kind\":%d,"
						+ "\"startTimeUnixNano\":\"%d\",\"endTimeUnixNano\":\"%d\",\"attributes\":[%s]%s}",
				trace + 1, spanId(trace, span),
				(span == 0) ? "" : String.format(Locale.ROOT, "\"parentSpanId\":\"%016x\",", spanId(trace, 0)),
				(span == 0) ? "GET /things/{id}/" + trace % 40 : "SELECT things", (span == 0) ? 2 : 3, start, end,
				attributes, error ? ",\"status\":{\"code\":2,\"message\":\"no such thing\"}" : "");
	}

	private static long spanId(int trace, int span) {
		return 1 + 1_000_000L * (trace + 1) + span;
	}

	private static String text(String key, String value) {
		return "{\"key\":\"" + key + "\",\"value\":{\"stringValue\":\"" + value + "\"}}";
	}

}
