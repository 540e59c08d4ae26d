// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What pages log, with the ids that were there.
 */
final class PageLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

	private final Logger logger = (Logger) LoggerFactory.getLogger(PageLog.class);

	private final List<Line> lines = new CopyOnWriteArrayList<>();

	/**
	 * Writes a line, as a page would.
	 * @param text the line
	 */
	static void line(String text) {
		LoggerFactory.getLogger(PageLog.class).info(text);
	}

	/**
	 * Listens, after the application has started, which resets what listens.
	 * @return the lines from now on
	 */
	static PageLog open() {
		PageLog log = new PageLog();
		log.setContext(log.logger.getLoggerContext());
		log.start();
		log.logger.setLevel(Level.INFO);
		log.logger.addAppender(log);
		return log;
	}

	void clear() {
		this.lines.clear();
	}

	@Override
	protected void append(ILoggingEvent event) {
		Map<String, String> mdc = event.getMDCPropertyMap();
		this.lines.add(new Line(event.getFormattedMessage(), String.valueOf(mdc.get(Ids.TRACE_ID)),
				String.valueOf(mdc.get(Ids.SPAN_ID))));
	}

	/**
	 * Asserts that a line was written inside a span, and nowhere else.
	 * @param text the line
	 * @param span the span
	 */
	void assertLoggedInside(String text, SpanData span) {
		Line expected = new Line(text, span.getTraceId(), span.getSpanId());
		await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(this.lines).contains(expected));
		assertThat(this.lines).filteredOn((line) -> line.text().equals(text)).containsOnly(expected);
	}

	@Override
	public void close() {
		this.logger.detachAppender(this);
		this.logger.setLevel(null);
	}

	/**
	 * A line.
	 *
	 * @param text what it says
	 * @param traceId from the MDC
	 * @param spanId from the MDC
	 */
	record Line(String text, String traceId, String spanId) {
	}

}
