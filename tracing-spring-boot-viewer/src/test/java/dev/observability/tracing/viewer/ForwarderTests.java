// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import com.sun.net.httpserver.HttpServer;
import dev.observability.tracing.viewer.page.JobsDocument;
import dev.observability.tracing.viewer.ring.Spans;
import dev.observability.tracing.viewer.trace.RunningJob;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Forwarder}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ForwarderTests {

	private final List<String> received = new CopyOnWriteArrayList<>();

	private final HttpServer server;

	private final AtomicLong time = new AtomicLong();

	private volatile int status = 200;

	ForwarderTests() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", (exchange) -> {
			String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
			this.received.add(exchange.getRequestURI().getPath() + " "
					+ exchange.getRequestHeaders().getFirst("Authorization") + " " + body);
			exchange.sendResponseHeaders(this.status, -1);
			exchange.close();
		});
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.server.stop(0);
	}

	private Forwarder forwarder(List<RunningJob> jobs) {
		return new Forwarder("http://localhost:" + this.server.getAddress().getPort() + "/tracing", "0123456789abcdef",
				() -> new JobsDocument("orders", "pod-1", jobs), this.time::get);
	}

	@Test
	void spansLinesAndJobsGoToThePage() {
		Forwarder forwarder = forwarder(
				List.of(new RunningJob(Spans.of(1).trace(), 1, "orders", "settle", null, 1, null, null, null, null)));
		forwarder.span(Spans.of(1).root("GET /"));
		forwarder.line(Spans.of(1).line(1, "hello"));
		forwarder.flush();
		assertThat(this.received).hasSize(3).allMatch((request) -> request.contains(" Bearer 0123456789abcdef "));
		assertThat(this.received.get(0)).startsWith("/tracing/v1/traces ").contains("\"GET /\"");
		assertThat(this.received.get(1)).startsWith("/tracing/v1/logs ").contains("hello");
		assertThat(this.received.get(2)).startsWith("/tracing/v1/jobs ")
			.contains("settle", "\"service\":\"orders\"", "\"instance\":\"pod-1\"");
	}

	@Test
	void nothingNewIsNoRequest() {
		forwarder(List.of()).flush();
		assertThat(this.received).isEmpty();
	}

	@Test
	void manySpansGoInSeveralRequests() {
		Forwarder forwarder = forwarder(List.of());
		for (int i = 0; i < 1100; i++) {
			forwarder.span(Spans.of(1 + i).root("GET /"));
		}
		forwarder.flush();
		assertThat(this.received).hasSize(3);
	}

	@Test
	void whatComesBeforeThePageIsKept(CapturedOutput output) {
		this.status = 503;
		Forwarder forwarder = forwarder(List.of());
		forwarder.span(Spans.of(1).root("early"));
		forwarder.flush();
		this.status = 200;
		this.time.addAndGet(TimeUnit.SECONDS.toNanos(1));
		forwarder.span(Spans.of(2).root("late"));
		forwarder.flush();
		assertThat(this.received).hasSize(2);
		assertThat(this.received.get(1)).contains("early", "late");
		assertThat(output).doesNotContain("takes nothing");
	}

	@Test
	void aPageThatNeverComesIsNotWaitedForForever(CapturedOutput output) {
		this.status = 503;
		Forwarder forwarder = forwarder(List.of());
		for (int i = 0; i < 3 * Capture.MAX_WAITING; i++) {
			forwarder.span(Spans.of(1 + i).root("early"));
		}
		this.time.addAndGet(TimeUnit.SECONDS.toNanos(61));
		forwarder.flush();
		assertThat(output).contains("takes nothing (it answers 503)");
		this.status = 200;
		this.time.addAndGet(TimeUnit.SECONDS.toNanos(3));
		forwarder.span(Spans.of(1).root("late"));
		forwarder.flush();
		assertThat(output).contains("takes spans and log lines again; " + 3 * Capture.MAX_WAITING + " are missing");
		assertThat(this.received.get(this.received.size() - 1)).contains("late").doesNotContain("early");
	}

	@Test
	void aPageThatIsBusyIsAskedAgainASecondLater(CapturedOutput output) {
		Forwarder forwarder = forwarder(List.of());
		forwarder.span(Spans.of(1).root("before"));
		forwarder.flush();
		this.status = 429;
		forwarder.span(Spans.of(2).root("meanwhile"));
		forwarder.flush();
		this.status = 200;
		forwarder.span(Spans.of(3).root("after"));
		forwarder.flush();
		assertThat(this.received).as("it waits").hasSize(2);
		this.time.addAndGet(TimeUnit.SECONDS.toNanos(1));
		forwarder.flush();
		assertThat(this.received).hasSize(3);
		assertThat(this.received.get(2)).contains("meanwhile", "after");
		assertThat(output).doesNotContain("takes nothing");
	}

	@Test
	void aPageThatStaysBusyIsNotWaitedForForever(CapturedOutput output) {
		Forwarder forwarder = forwarder(List.of());
		forwarder.span(Spans.of(1).root("before"));
		forwarder.flush();
		this.status = 429;
		for (int i = 0; i < 3 * Capture.MAX_WAITING / 2; i++) {
			forwarder.span(Spans.of(1 + i).root("meanwhile"));
		}
		assertThat(output).contains("takes nothing (it answers 429)");
		this.status = 200;
		this.time.addAndGet(TimeUnit.SECONDS.toNanos(1));
		forwarder.flush();
		assertThat(output).contains("takes spans and log lines again; ").doesNotContain("again; 0 are");
		assertThat(this.received.get(this.received.size() - 1)).contains("meanwhile");
	}

	@Test
	void aPageIsThereWhileItAnswers() {
		Forwarder forwarder = forwarder(List.of());
		forwarder.flush();
		assertThat(forwarder.page()).as("nobody knows yet").isNull();
		forwarder.span(Spans.of(1).root("GET /"));
		forwarder.flush();
		assertThat(forwarder.page()).isEqualTo("http://localhost:" + this.server.getAddress().getPort() + "/tracing/");
		this.status = 503;
		forwarder.span(Spans.of(2).root("GET /"));
		forwarder.flush();
		assertThat(forwarder.page()).isNull();
		this.status = 200;
		this.time.addAndGet(TimeUnit.SECONDS.toNanos(3));
		forwarder.span(Spans.of(3).root("GET /"));
		forwarder.flush();
		assertThat(forwarder.page()).isNotNull();
	}

	@Test
	void aPageThatIsAwayIsSaidOnceAndLeftAlone(CapturedOutput output) {
		this.status = 401;
		Forwarder forwarder = forwarder(List.of());
		this.time.addAndGet(TimeUnit.SECONDS.toNanos(61));
		for (int i = 0; i < 10; i++) {
			forwarder.span(Spans.of(1 + i).root("GET /"));
			forwarder.flush();
		}
		assertThat(this.received).hasSize(1);
		assertThat(output.toString().split("takes nothing \\(it answers 401\\)", -1)).hasSize(2);
		assertThat(output.toString()).doesNotContain("0123456789abcdef");
	}

}
