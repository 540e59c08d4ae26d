// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MarkSpanAppender} at the root logger.
 */
@SuppressWarnings("try")
class MarkSpanAppenderTests {

	private static final Logger logger = LoggerFactory.getLogger(MarkSpanAppenderTests.class);

	private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

	private final SdkTracerProvider provider = SdkTracerProvider.builder()
		.addSpanProcessor(SimpleSpanProcessor.create(this.exporter))
		.build();

	private final RootAppender mark = new RootAppender(new MarkSpanAppender());

	@BeforeEach
	void start() {
		this.mark.afterPropertiesSet();
	}

	@AfterEach
	void stop() {
		this.mark.destroy();
		this.provider.close();
	}

	// Some tests take the appenders away that others look at
	@AfterAll
	static void restore() throws Exception {
		LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
		context.reset();
		new ContextInitializer(context).autoConfig();
		context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.INFO);
	}

	@Test
	void errorWithExceptionMarksTheSpan() {
		SpanData span = span(() -> logger.error("failed", new IllegalStateException("no")));
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.getStatus().getDescription()).isEqualTo("no");
		assertThat(exceptions(span)).containsExactly("java.lang.IllegalStateException");
	}

	@Test
	void fluentErrorMarksTheSpan() {
		SpanData span = span(() -> logger.atError().setCause(new IllegalStateException()).log("failed"));
		assertThat(exceptions(span)).hasSize(1);
	}

	@Test
	void otherLinesLeaveTheSpanAlone() {
		SpanData span = span(() -> {
			logger.error("failed without exception");
			logger.warn("failed", new IllegalStateException("no"));
		});
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(span.getEvents()).isEmpty();
		logger.error("no span", new IllegalStateException("no"));
	}

	@Test
	void sameExceptionIsRecordedOncePerSpan() {
		IllegalStateException failure = new IllegalStateException("no");
		SpanData inner = span(() -> {
			logger.error("failed", failure);
			logger.error("failed again", failure);
			logger.error("another", new IllegalArgumentException());
		});
		SpanData outer = span(() -> logger.error("failed at last", failure));
		assertThat(exceptions(inner)).containsExactly("java.lang.IllegalStateException",
				"java.lang.IllegalArgumentException");
		assertThat(exceptions(outer)).hasSize(1);
	}

	@Test
	void staysAfterLogbackWasReset() {
		LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
		context.reset();
		assertThat(exceptions(span(() -> logger.error("failed", new IllegalStateException())))).hasSize(1);
	}

	@Test
	void isGoneAfterTheApplication() {
		this.mark.destroy();
		((LoggerContext) LoggerFactory.getILoggerFactory()).reset();
		assertThat(span(() -> logger.error("failed", new IllegalStateException())).getEvents()).isEmpty();
	}

	private SpanData span(Runnable work) {
		this.exporter.reset();
		Span span = this.provider.get("test").spanBuilder("test").startSpan();
		try (Scope scope = span.makeCurrent()) {
			work.run();
		}
		span.end();
		return this.exporter.getFinishedSpanItems().get(0);
	}

	private static List<String> exceptions(SpanData span) {
		return span.getEvents()
			.stream()
			.map(EventData::getAttributes)
			.map((attributes) -> String.valueOf(attributes.get(AttributeKey.stringKey("exception.type"))))
			.toList();
	}

}
