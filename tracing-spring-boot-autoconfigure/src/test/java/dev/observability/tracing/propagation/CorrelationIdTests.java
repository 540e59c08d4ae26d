// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CorrelationIdTests {

	private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";

	private static final Context TRACE = Context.root()
		.with(Span
			.wrap(SpanContext.create(TRACE_ID, "00f067aa0ba902b7", TraceFlags.getSampled(), TraceState.getDefault())));

	@Test
	void isTheSentOneElseTheTraceId() {
		assertThat(CorrelationId.of(Context.root())).isNull();
		assertThat(CorrelationId.of(TRACE)).isEqualTo(TRACE_ID);
		assertThat(CorrelationId.of(CorrelationId.with(TRACE, "sent"))).isEqualTo("sent");
	}

	@Test
	void aTraceIdIsNotSent() {
		assertThat(CorrelationId.sent(TRACE)).isNull();
		assertThat(CorrelationId.sent(CorrelationId.with(TRACE, "sent"))).isEqualTo("sent");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a b", "a\r\nSet-Cookie: x=1", "a\n", "a\u0000", "a,b", "\u00e9", "<script>" })
	void anInvalidIdChangesNothing(String id) {
		assertThat(CorrelationId.with(TRACE, id)).isSameAs(TRACE);
		assertThat(CorrelationId.isValid(id)).isFalse();
	}

	@Test
	void takes128CharactersAndNoMore() {
		assertThat(CorrelationId.sent(CorrelationId.with(TRACE, "x".repeat(128)))).hasSize(128);
		assertThat(CorrelationId.with(TRACE, "x".repeat(129))).isSameAs(TRACE);
		assertThat(CorrelationId.isValid(null)).isFalse();
	}

}
