// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.page;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import dev.observability.tracing.viewer.otlp.BoundedBody;
import dev.observability.tracing.viewer.trace.RunningJob;

/**
 * Answers which jobs run, here and in services that forward to this page: those tell
 * theirs each second, and are forgotten when they do not. Step 11 of a request.
 */
final class JobsApi {

	private static final int MAX_SERVICES = 100;

	private static final long MAX_BYTES = 1 << 20;

	private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(4);

	private final Supplier<List<RunningJob>> own;

	private final Runnable changed;

	private final LongSupplier nanoTime;

	/** By service; guarded by itself. */
	private final Map<String, Told> others = new LinkedHashMap<>();

	/**
	 * Creates it.
	 * @param own gives the jobs of this application
	 * @param changed called when another service begins or ends a job
	 * @param nanoTime the clock, as {@link System#nanoTime()}
	 */
	JobsApi(Supplier<List<RunningJob>> own, Runnable changed, LongSupplier nanoTime) {
		this.own = own;
		this.changed = changed;
		this.nanoTime = nanoTime;
	}

	List<RunningJob> running() {
		List<RunningJob> jobs = new ArrayList<>(this.own.get());
		synchronized (this.others) {
			forgetOld();
			this.others.values().forEach((told) -> jobs.addAll(told.jobs()));
		}
		jobs.sort(Comparator.comparingLong(RunningJob::startNanos));
		return jobs;
	}

	private void forgetOld() {
		long now = this.nanoTime.getAsLong();
		this.others.values().removeIf((told) -> now - told.time() > FRESH_NANOS);
	}

	/**
	 * Takes what another service tells: {@code {"service":…,"jobs":[…]}}, as this page
	 * answers it.
	 * @param request the request
	 * @return the answer
	 * @throws IOException if the body cannot be read
	 */
	PageResponse told(PageRequest request) throws IOException {
		if (!request.method().equals("POST")) {
			return PageResponse.error(PageResponse.METHOD_NOT_ALLOWED, "Jobs are sent by POST.");
		}
		JobsDocument document;
		try {
			document = JobsDocument
				.read(BoundedBody.of(request.body(), request.header("Content-Encoding"), MAX_BYTES).readAllBytes());
		}
		catch (JobsDocument.InvalidJobsException ex) {
			return PageResponse.error(PageResponse.BAD_REQUEST, "These are no jobs.");
		}
		if (keep(document)) {
			this.changed.run();
		}
		return PageResponse.of(PageResponse.NO_CONTENT);
	}

	private boolean keep(JobsDocument document) {
		synchronized (this.others) {
			forgetOld();
			Told before = document.jobs().isEmpty() ? this.others.remove(document.service())
					: this.others.put(document.service(), new Told(document.jobs(), this.nanoTime.getAsLong()));
			if (this.others.size() > MAX_SERVICES) {
				this.others.remove(document.service());
			}
			return ((before != null) ? before.jobs().size() : 0) != document.jobs().size();
		}
	}

	/**
	 * What a service said last.
	 *
	 * @param jobs its jobs
	 * @param time when it said so
	 */
	private record Told(List<RunningJob> jobs, long time) {
	}

}
