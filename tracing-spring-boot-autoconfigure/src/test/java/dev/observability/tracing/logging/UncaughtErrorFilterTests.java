// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.observability.tracing.propagation.CorrelationId;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequestEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.MDC;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockServletContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for {@link UncaughtErrorFilter}, {@link RequestIdsFilter} and
 * {@link RequestEndListener} together.
 */
class UncaughtErrorFilterTests {

	private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

	private static final String SPAN = "00f067aa0ba902b7";

	private final MdcKeys keys = new MdcKeys("trace_id", "span_id", "trace_flags", "correlation_id");

	private final MockHttpServletRequest request = new MockHttpServletRequest();

	private Context context = CorrelationId.with(
			Context.root()
				.with(Span.wrap(SpanContext.create(TRACE, SPAN, TraceFlags.getSampled(), TraceState.getDefault()))),
			"order-4711");

	@AfterEach
	void clear() {
		MDC.clear();
	}

	// The last is declared nowhere, as what Kotlin throws and what @SneakyThrows hides
	@ParameterizedTest
	@MethodSource
	void whateverIsThrownLeavesTheIds(Throwable failure) {
		assertThatThrownBy(() -> serve(failing(failure))).isSameAs(failure);
		assertThat(MDC.getCopyOfContextMap())
			.isEqualTo(Map.of("trace_id", TRACE, "span_id", SPAN, "trace_flags", "01", "correlation_id", "order-4711"));
		new RequestEndListener(this.keys)
			.requestDestroyed(new ServletRequestEvent(new MockServletContext(), this.request));
		assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
	}

	static Stream<Throwable> whateverIsThrownLeavesTheIds() {
		return Stream.of(new IOException(), new ServletException(), new IllegalStateException(), new AssertionError(),
				new InterruptedException());
	}

	@Test
	void requestThatSucceedsHasTheThreeAttributesOfTheAccessLog() throws Exception {
		serve((request, response) -> {
		});
		assertThat(attributes()).containsExactlyInAnyOrder("trace_id", "span_id", "correlation_id");
		assertThat(this.request.getAttribute("correlation_id")).isEqualTo("order-4711");
	}

	@Test
	void correlationIdAloneIsKept() {
		this.context = CorrelationId.with(Context.root(), "order-4711");
		assertThatThrownBy(() -> serve(failing(new IOException()))).isInstanceOf(IOException.class);
		assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("correlation_id", "order-4711"));
		assertThat(attributes()).contains("correlation_id").doesNotContain("trace_id", "span_id");
	}

	@Test
	void requestWithoutIdsHasNone() {
		this.context = Context.root();
		assertThatThrownBy(() -> serve(failing(new IOException()))).isInstanceOf(IOException.class);
		assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
		assertThat(attributes()).isEmpty();
	}

	private List<String> attributes() {
		return Collections.list(this.request.getAttributeNames());
	}

	private void serve(FilterChain application) throws IOException, ServletException {
		MockHttpServletResponse answer = new MockHttpServletResponse();
		RequestIdsFilter inner = new RequestIdsFilter();
		new UncaughtErrorFilter(this.keys).doFilter(this.request, answer, (request, response) -> {
			Scope scope = this.context.makeCurrent();
			try {
				inner.doFilter(request, response, application);
			}
			finally {
				scope.close();
			}
		});
	}

	private static FilterChain failing(Throwable failure) {
		return (request, response) -> sneak(failure);
	}

	@SuppressWarnings("unchecked")
	private static <T extends Throwable> void sneak(Throwable failure) throws T {
		throw (T) failure;
	}

}
