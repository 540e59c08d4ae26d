// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import dev.observability.tracing.viewer.otlp.OtlpWriter;
import dev.observability.tracing.viewer.page.JobsDocument;
import dev.observability.tracing.viewer.trace.LogLine;
import dev.observability.tracing.viewer.trace.SpanRecord;
import dev.observability.tracing.viewer.trace.TraceSink;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sends spans and log lines to the page of another service, as OTLP, and tells it which
 * jobs run. Step 10 of a request, on the thread of the capture.
 * <p>
 * Services that start together do not start at once, so what comes before the page was
 * reached is kept for a while, and what comes while the page has no time for it. Later
 * everything is dropped while the page is away: one line of the log says so, and one that
 * it is back.
 */
final class Forwarder implements TraceSink {

	/** Well below the 10 000 spans that a page takes at once. */
	private static final int BATCH = 512;

	private static final Duration CONNECT_TIMEOUT = Duration.ofMillis(500);

	private static final Duration TIMEOUT = Duration.ofSeconds(2);

	private static final long START_NANOS = TimeUnit.SECONDS.toNanos(60);

	private static final long START_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

	private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(2);

	/** As the page asks for by {@code Retry-After}. */
	private static final long BUSY_NANOS = TimeUnit.SECONDS.toNanos(1);

	private static final long JOBS_NANOS = TimeUnit.SECONDS.toNanos(1);

	/** Answers below this are fine, redirects are not followed. */
	private static final int REDIRECT = 300;

	/** What is wrong with this batch alone: its form, its size, its type. */
	private static final Set<Integer> REFUSALS = Set.of(400, 413, 415);

	/** The page reads others just now. */
	private static final int BUSY = 429;

	private static final int AWAY = -1;

	private static final Log logger = LogFactory.getLog(Forwarder.class);

	private final HttpClient client = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(CONNECT_TIMEOUT)
		.build();

	private final String page;

	private final @Nullable String token;

	private final Supplier<JobsDocument> jobs;

	private final LongSupplier nanoTime;

	private final long started;

	private final List<SpanRecord> spans = new ArrayList<>();

	private final List<LogLine> lines = new ArrayList<>();

	private final AtomicLong missing = new AtomicLong();

	private boolean reached;

	private boolean away;

	private boolean busy;

	private boolean warned;

	private long awaySince;

	private boolean toldJobs;

	private long jobsSince;

	/**
	 * Creates it.
	 * @param page URL of the page
	 * @param token opens that page, if it needs one
	 * @param jobs gives the jobs that run, and whose they are
	 * @param nanoTime the clock, as {@link System#nanoTime()}
	 */
	Forwarder(String page, @Nullable String token, Supplier<JobsDocument> jobs, LongSupplier nanoTime) {
		this.page = page;
		this.token = token;
		this.jobs = jobs;
		this.nanoTime = nanoTime;
		this.started = nanoTime.getAsLong();
		this.jobsSince = this.started - JOBS_NANOS;
	}

	@Override
	public void span(SpanRecord span) {
		this.spans.add(span);
		if (this.spans.size() % BATCH == 0) {
			flush();
		}
	}

	@Override
	public void line(LogLine line) {
		this.lines.add(line);
		if (this.lines.size() % BATCH == 0) {
			flush();
		}
	}

	/**
	 * Counts what did not get as far as this.
	 * @param count how many
	 */
	void lost(long count) {
		this.missing.addAndGet(count);
	}

	/**
	 * Returns where the page is.
	 * @return with a slash at the end, {@code null} where it was not there the last time
	 */
	@Nullable String page() {
		return (this.reached && !this.away) ? this.page + "/" : null;
	}

	/** Sends what has come since the last time. */
	void flush() {
		if (!isPausing()) {
			sendAll(this.spans, "/v1/traces", OtlpWriter::traces);
			sendAll(this.lines, "/v1/logs", OtlpWriter::logs);
			tellJobs();
		}
		boolean full = this.spans.size() + this.lines.size() > Capture.MAX_WAITING;
		if (full && this.busy) {
			warn("it answers " + BUSY);
		}
		if (full || !(isStarting() || this.busy)) {
			drop(this.spans);
			drop(this.lines);
		}
	}

	private boolean isStarting() {
		return !this.reached && this.nanoTime.getAsLong() - this.started < START_NANOS;
	}

	private boolean isPausing() {
		long pause = isStarting() ? START_PAUSE_NANOS : PAUSE_NANOS;
		return (this.away || this.busy)
				&& this.nanoTime.getAsLong() - this.awaySince < (this.busy ? BUSY_NANOS : pause);
	}

	private <T> void sendAll(List<T> records, String path, Function<List<T>, byte[]> form) {
		while (!records.isEmpty() && !isPausing()) {
			List<T> batch = records.subList(0, Math.min(BATCH, records.size()));
			int status = send(path, form.apply(batch));
			if (status == BUSY || (status == AWAY && isStarting())) {
				return;
			}
			if (status >= REDIRECT || status == AWAY) {
				lost(batch.size());
			}
			batch.clear();
		}
	}

	private void drop(List<?> records) {
		lost(records.size());
		records.clear();
	}

	// An empty list, too, after the last has ended
	private void tellJobs() {
		if (this.nanoTime.getAsLong() - this.jobsSince < JOBS_NANOS || isPausing()) {
			return;
		}
		JobsDocument running = this.jobs.get();
		if (!running.jobs().isEmpty() || this.toldJobs) {
			send("/v1/jobs", running.write());
			this.toldJobs = !running.jobs().isEmpty();
			this.jobsSince = this.nanoTime.getAsLong();
		}
	}

	// Returns AWAY where the page is not there, or does not let us in
	private int send(String path, byte[] body) {
		int status = AWAY;
		String problem;
		try {
			HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.page + path))
				.timeout(TIMEOUT)
				.header("Content-Type", "application/json")
				.POST(HttpRequest.BodyPublishers.ofByteArray(body));
			if (this.token != null) {
				request.header("Authorization", "Bearer " + this.token);
			}
			status = this.client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
			problem = (status >= REDIRECT && status != BUSY && !REFUSALS.contains(status)) ? "it answers " + status
					: null;
		}
		catch (IOException ex) {
			problem = ex.getClass().getSimpleName();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			problem = "interrupted";
		}
		this.busy = status == BUSY;
		note(problem);
		return (problem != null) ? AWAY : status;
	}

	private void note(@Nullable String problem) {
		this.reached |= problem == null;
		this.away = problem != null;
		this.awaySince = this.nanoTime.getAsLong();
		if (problem != null && !isStarting()) {
			warn(problem);
		}
		else if (problem == null && !this.busy && this.warned) {
			this.warned = false;
			logger.info("The trace page at " + this.page + " takes spans and log lines again; "
					+ this.missing.getAndSet(0) + " are missing there");
		}
	}

	private void warn(String problem) {
		if (!this.warned) {
			this.warned = true;
			logger.warn("The trace page at " + this.page + " takes nothing (" + problem
					+ "): spans and log lines are missing there until it does");
		}
	}

}
