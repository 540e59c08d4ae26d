// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.jdbc;

import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import net.ttddyy.dsproxy.ExecutionInfo;
import net.ttddyy.dsproxy.QueryInfo;
import net.ttddyy.dsproxy.listener.QueryExecutionListener;

/**
 * The least that a listener of datasource-proxy would do: a span with ready attributes,
 * without the number of rows.
 */
final class SpanListener implements QueryExecutionListener {

	private final Tracer tracer;

	private final Attributes attributes;

	SpanListener(Tracer tracer, Attributes attributes) {
		this.tracer = tracer;
		this.attributes = attributes;
	}

	@Override
	public void beforeQuery(ExecutionInfo execution, List<QueryInfo> queries) {
		Span span = this.tracer.spanBuilder("SELECT items")
			.setSpanKind(SpanKind.CLIENT)
			.setAllAttributes(this.attributes)
			.startSpan();
		execution.addCustomValue("span", span);
	}

	@Override
	public void afterQuery(ExecutionInfo execution, List<QueryInfo> queries) {
		Span span = execution.getCustomValue("span", Span.class);
		if (!execution.isSuccess()) {
			span.setStatus(StatusCode.ERROR);
		}
		span.end();
	}

}
