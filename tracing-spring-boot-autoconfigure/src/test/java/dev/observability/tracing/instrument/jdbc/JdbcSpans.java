// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.jdbc;

import java.util.List;

import javax.sql.DataSource;

import dev.observability.tracing.SemanticConventions;
import dev.observability.tracing.prepared.PreparedTracer;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/**
 * A tracer that keeps its spans, and the post-processor on it, for tests without an
 * application context.
 */
final class JdbcSpans {

	private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

	private final OpenTelemetrySdk openTelemetry;

	private final JdbcTracing tracing;

	JdbcSpans() {
		this(Sampler.alwaysOn());
	}

	JdbcSpans(Sampler sampler) {
		this(sampler, SemanticConventions.STABLE);
	}

	JdbcSpans(Sampler sampler, SemanticConventions conventions) {
		this.openTelemetry = OpenTelemetrySdk.builder()
			.setTracerProvider(SdkTracerProvider.builder()
				.setSampler(sampler)
				.addSpanProcessor(SimpleSpanProcessor.create(this.exporter))
				.build())
			.build();
		this.tracing = new JdbcTracing(PreparedTracer.of(this.openTelemetry, JdbcTracing.SCOPE),
				new JdbcProperties(true, 4096, 1000), conventions, SamplerRule.followsParent(this.openTelemetry));
	}

	OpenTelemetry openTelemetry() {
		return this.openTelemetry;
	}

	JdbcTracing tracing() {
		return this.tracing;
	}

	DataSource trace(DataSource dataSource) {
		return trace(dataSource, this.tracing);
	}

	static DataSource trace(DataSource dataSource, JdbcTracing tracing) {
		return (DataSource) new DataSourceTracingPostProcessor(provider(tracing))
			.postProcessAfterInitialization(dataSource, "dataSource");
	}

	static ObjectProvider<JdbcTracing> provider(JdbcTracing tracing) {
		StaticListableBeanFactory factory = new StaticListableBeanFactory();
		factory.addBean("jdbcTracing", tracing);
		return factory.getBeanProvider(JdbcTracing.class);
	}

	List<SpanData> finished() {
		return this.exporter.getFinishedSpanItems();
	}

	List<String> names() {
		return finished().stream().map(SpanData::getName).toList();
	}

	SpanData single() {
		List<SpanData> spans = finished();
		if (spans.size() != 1) {
			throw new AssertionError("Expected one span but got " + spans);
		}
		return spans.get(0);
	}

	@Nullable String string(String key) {
		return single().getAttributes().get(AttributeKey.stringKey(key));
	}

	@Nullable Long number(String key) {
		return single().getAttributes().get(AttributeKey.longKey(key));
	}

	void reset() {
		this.exporter.reset();
	}

}
