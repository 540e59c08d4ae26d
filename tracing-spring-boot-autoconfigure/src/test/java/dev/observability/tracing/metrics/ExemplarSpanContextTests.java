// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.metrics;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExemplarSpanContext}.
 */
@SuppressWarnings("try")
class ExemplarSpanContextTests {

	@ParameterizedTest
	@CsvSource({ "true, false, true", "true, true, false", "false, false, false", "false, true, false" })
	void offersSampledSpansThatAreNotOfAnIdleRun(boolean sampled, boolean idle, boolean offered) {
		Span span = Span.wrap(SpanContext.create("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7",
				sampled ? TraceFlags.getSampled() : TraceFlags.getDefault(), TraceState.getDefault()));
		ExemplarSpanContext exemplars = new ExemplarSpanContext(new ObservedSpan(), false,
				(each) -> idle && each == span);
		try (Scope scope = span.makeCurrent()) {
			assertThat(exemplars.isCurrentSpanSampled()).isEqualTo(offered);
		}
		assertThat(exemplars.isCurrentSpanSampled()).isFalse();
	}

}
