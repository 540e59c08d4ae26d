// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares a server span with what it has to be.
 */
final class ServerSpans {

	private ServerSpans() {
	}

	static void assertMatches(TestApplication.Exchange exchange, ServerCase expected) {
		SpanData span = exchange.server();
		if (exchange.response() != null) {
			assertThat(exchange.response().statusCode()).isEqualTo(expected.status());
		}
		assertThat(span.getName()).isEqualTo(expected.name());
		assertThat(span.getKind()).isEqualTo(SpanKind.SERVER);
		assertThat(span.getParentSpanId()).isEqualTo("00f067aa0ba902b7");
		assertThat(span.getAttributes().get(HttpAttributes.RESPONSE_STATUS_CODE)).isEqualTo((long) expected.status());
		assertThat(span.getStatus().getStatusCode()).as(span.toString()).isEqualTo(expected.code());
		assertThat(span.getAttributes().get(ErrorAttributes.TYPE)).isEqualTo(expected.errorType());
		assertThat(span.getAttributes().get(HttpAttributes.REQUEST_METHOD)).isEqualTo(expected.line().split(" ")[0]);
		int space = expected.name().indexOf(' ');
		assertThat(span.getAttributes().get(HttpAttributes.ROUTE))
			.isEqualTo((space < 0) ? null : expected.name().substring(space + 1));
		assertThat(event(span)).isEqualTo(expected.event());
	}

	private static @Nullable String event(SpanData span) {
		assertThat(span.getEvents()).as(span.toString()).hasSizeLessThan(2);
		return span.getEvents().stream().findFirst().map((event) -> {
			assertThat(event.getName()).isEqualTo("exception");
			boolean trace = event.getAttributes()
				.asMap()
				.keySet()
				.stream()
				.anyMatch((key) -> key.getKey().equals("exception.stacktrace"));
			String type = event.getAttributes()
				.get(io.opentelemetry.api.common.AttributeKey.stringKey("exception.type"));
			return type + (trace ? "+trace" : "");
		}).orElse(null);
	}

}
