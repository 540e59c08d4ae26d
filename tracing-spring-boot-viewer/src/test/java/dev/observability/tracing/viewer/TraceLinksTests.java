// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import dev.observability.tracing.viewer.ring.Spans;
import dev.observability.tracing.viewer.trace.Fields;
import dev.observability.tracing.viewer.trace.LogLine;
import dev.observability.tracing.viewer.trace.SpanRecord;
import dev.observability.tracing.viewer.trace.TraceSink;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TraceLinks}.
 */
@ExtendWith(OutputCaptureExtension.class)
class TraceLinksTests {

	private static final String PAGE = "http://localhost:8080/app/tracing/";

	private static final long SLOW = TimeUnit.SECONDS.toNanos(1);

	private final List<Object> passedOn = new ArrayList<>();

	/** Near the end of the numbers, as the clock of a JVM may be. */
	private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - SLOW);

	private @Nullable String page = PAGE;

	private final TraceLinks links = links(3);

	private TraceLinks links(int perMinute) {
		return new TraceLinks(new Sink(), perMinute, SLOW, () -> this.page, this.time::get);
	}

	private static List<String> lines(CapturedOutput output) {
		return output.getOut().lines().filter((line) -> line.contains("?trace=")).toList();
	}

	private static SpanRecord withFlags(SpanRecord span, int flags) {
		return new SpanRecord(span.trace(), span.id(), span.parentId(), flags, "", span.origin(), span.name(),
				span.kind(), span.startNanos(), span.endNanos(), span.status(), "", Fields.EMPTY, List.of(), List.of(),
				SpanRecord.Dropped.NONE);
	}

	private void fail(int from, int to) {
		for (int i = from; i <= to; i++) {
			this.links.span(Spans.of(i).failed("GET /" + i));
		}
		this.links.flush();
	}

	@Test
	void whatFailedHasALink(CapturedOutput output) {
		this.links.span(Spans.of(1).failed("GET /orders/{id}"));
		assertThat(lines(output)).as("it is not where the link leads yet").isEmpty();
		this.links.flush();
		assertThat(lines(output)).singleElement()
			.asString()
			.contains("INFO", TraceLinks.class.getSimpleName())
			.endsWith(" GET /orders/{id} failed after 10 ms: " + PAGE + "?trace=" + Spans.of(1).trace());
		this.links.flush();
		assertThat(lines(output)).hasSize(1);
	}

	@Test
	void whatWasSlowHasALink(CapturedOutput output) {
		this.links.span(Spans.of(1).span(1, 0, "GET /report", 0, 1000, 0));
		this.links.span(Spans.of(2).span(1, 0, "GET /fast", 0, 999, 0));
		this.links.flush();
		assertThat(lines(output)).singleElement().asString().contains("GET /report took 1000 ms: ");
	}

	@Test
	void onlyWhatBeganATraceHereHasALink(CapturedOutput output) {
		SpanRecord child = Spans.of(1).span(2, 1, "child", 0, 10, SpanRecord.ERROR);
		this.links.span(withFlags(child, 0x101));
		this.links.flush();
		assertThat(lines(output)).isEmpty();
		this.links.span(withFlags(child, 0x301));
		this.links.flush();
		assertThat(lines(output)).hasSize(1);
	}

	@Test
	void aFailingApplicationDoesNotFloodItsLog(CapturedOutput output) {
		fail(1, 50);
		assertThat(lines(output)).hasSize(3).noneMatch((line) -> line.contains("without a line"));
		this.time.addAndGet(TimeUnit.SECONDS.toNanos(20) - 1);
		fail(51, 51);
		assertThat(lines(output)).hasSize(3);
		this.time.addAndGet(1);
		fail(52, 60);
		assertThat(lines(output)).hasSize(4);
		assertThat(lines(output).get(3)).contains("GET /52 failed after 10 ms (48 before it without a line): ");
		this.time.addAndGet(TimeUnit.HOURS.toNanos(1));
		fail(61, 99);
		assertThat(lines(output)).hasSize(7);
	}

	@Test
	void whereThereIsNoPageThereIsNoLink(CapturedOutput output) {
		this.page = null;
		fail(1, 1);
		this.page = PAGE;
		this.links.flush();
		assertThat(lines(output)).isEmpty();
		fail(2, 2);
		assertThat(lines(output)).singleElement().asString().contains("GET /2 ", "(1 before it without a line)");
	}

	@Test
	void zeroIsNone(CapturedOutput output) {
		TraceLinks none = links(0);
		none.span(Spans.of(1).failed("GET /"));
		none.flush();
		assertThat(lines(output)).isEmpty();
		assertThat(this.passedOn).hasSize(1);
	}

	@Test
	void aNameStaysInItsLine(CapturedOutput output) {
		this.links.span(Spans.of(1).failed("one\r\ntwo\u001b[31m\u2028" + "x".repeat(1000)));
		this.links.flush();
		assertThat(lines(output)).singleElement()
			.asString()
			.contains(" one??two?[31m?xxx", "… failed")
			.hasSizeLessThan(400);
	}

	@Test
	void everythingGoesOn() {
		SpanRecord span = Spans.of(1).root("GET /");
		LogLine line = Spans.of(1).line(1, "hello");
		this.links.span(span);
		this.links.line(line);
		assertThat(this.passedOn).containsExactly(span, line);
	}

	/** Where spans and lines go. */
	private final class Sink implements TraceSink {

		@Override
		public void span(SpanRecord span) {
			TraceLinksTests.this.passedOn.add(span);
		}

		@Override
		public void line(LogLine line) {
			TraceLinksTests.this.passedOn.add(line);
		}

	}

}
