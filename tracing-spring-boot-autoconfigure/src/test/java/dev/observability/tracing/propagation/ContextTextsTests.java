// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.util.Map;
import java.util.Objects;

import dev.observability.tracing.redaction.Redactor;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ContextTextsTests {

	private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

	private final PropagationLosses losses = new PropagationLosses();

	private final ContextTexts texts = new ContextTexts(PropagationProperties.DEFAULTS, Redactor.standard(),
			this.losses);

	@ParameterizedTest
	@CsvSource({ ",", "order-7,", ",1;2", "order-7,1;2" })
	void whatIsWrittenIsRead(@Nullable String id, @Nullable String state) {
		Context read = this.texts.read(write(id, state));
		assertThat(Span.fromContext(read).getSpanContext().getSpanId()).isEqualTo("00f067aa0ba902b7");
		assertThat(CorrelationId.sent(read)).isEqualTo(id);
		assertThat(Span.fromContext(read).getSpanContext().getTraceState().isEmpty()).isEqualTo(state == null);
		assertThat(this.losses.total()).isZero();
	}

	@Test
	void aTextThatWasCutIsNoneAndIsCounted() {
		String text = write("order-7", "1;2");
		for (int i = 1; i < text.length(); i++) {
			if (i != PARENT.length()) {
				assertThat(this.texts.read(text.substring(0, i))).as(text.substring(0, i)).isSameAs(Context.root());
			}
		}
		assertThat(this.losses.count(PropagationLoss.TEXT_MALFORMED)).isEqualTo(text.length() - 2);
		assertThat(CorrelationId.sent(this.texts.read(text.substring(0, PARENT.length())))).isNull();
	}

	@Test
	void theLongestIdFits() {
		String text = write("x".repeat(CorrelationId.MAX_CHARACTERS), "1".repeat(200));
		assertThat(text).hasSizeLessThanOrEqualTo(ContextTexts.MAX_CHARACTERS);
		assertThat(CorrelationId.sent(this.texts.read(text))).hasSize(CorrelationId.MAX_CHARACTERS);
	}

	@ParameterizedTest
	@ValueSource(strings = { PARENT + ";", PARENT + ";order-7", PARENT + ";064;order-7;", PARENT + ";066;order-7",
			PARENT + ";67;order-7", PARENT + ";065;order 7", PARENT + ";059" })
	void whatDoesNotAddUpIsNoneAndIsCounted(String text) {
		assertThat(this.texts.read(text)).isSameAs(Context.root());
		assertThat(this.losses.count(PropagationLoss.TEXT_MALFORMED)).isOne();
	}

	@ParameterizedTest
	@ValueSource(strings = { "nonsense", PARENT + "-00", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
			"00-00000000000000000000000000000000-00f067aa0ba902b7-01", "ff" + PARENT })
	void anEnvironmentWithABrokenTraceIsNoneAndIsCounted(String parent) {
		assertThat(this.texts.readEnvironment(Map.of("TRACEPARENT", parent))).isSameAs(Context.root());
		assertThat(this.losses.count(PropagationLoss.TRACEPARENT_MALFORMED)).isOne();
	}

	@Test
	void anEnvironmentWithoutATraceIsNoneAndNothingIsLost() {
		assertThat(this.texts.readEnvironment(Map.of("PATH", "/bin"))).isSameAs(Context.root());
		assertThat(this.texts.readEnvironment(Map.of("TRACEPARENT", ""))).isSameAs(Context.root());
		assertThat(this.losses.total()).isZero();
	}

	private String write(@Nullable String id, @Nullable String state) {
		TraceState traceState = (state != null) ? TraceState.builder().put("a", state).build()
				: TraceState.getDefault();
		Context context = Context.root()
			.with(Span.wrap(SpanContext.create("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7",
					TraceFlags.getSampled(), traceState)));
		return Objects.requireNonNull(this.texts.write((id != null) ? CorrelationId.with(context, id) : context));
	}

}
