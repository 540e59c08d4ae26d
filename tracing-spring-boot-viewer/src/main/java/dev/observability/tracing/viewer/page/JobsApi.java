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
import dev.observability.tracing.viewer.trace.RecordMask;
import dev.observability.tracing.viewer.trace.RunningJob;

/**
 * Answers which jobs run, here and in services that forward to this page: those tell
 * theirs each second, and are forgotten when they do not. Step 11 of a request.
 */
final class JobsApi {

	private static final int MAX_INSTANCES = 100;

	/** Of all other services together, as of this one; not more than 3 MB. */
	private static final int MAX_JOBS = 1000;

	/** As many jobs of an instance, each with texts as long as they may be. */
	private static final long MAX_BYTES = 8 << 20;

	private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(4);

	private final Supplier<List<RunningJob>> own;

	private final Runnable changed;

	private final LongSupplier nanoTime;

	private final RecordMask mask;

	/** Guarded by itself. */
	private final Map<Instance, Told> others = new LinkedHashMap<>();

	/**
	 * Creates it.
	 * @param own gives the jobs of this application
	 * @param changed called when another service begins or ends a job, or is forgotten
	 * @param nanoTime the clock, as {@link System#nanoTime()}
	 * @param mask the rules for what others tell
	 */
	JobsApi(Supplier<List<RunningJob>> own, Runnable changed, LongSupplier nanoTime, RecordMask mask) {
		this.mask = mask;
		this.own = own;
		this.changed = changed;
		this.nanoTime = nanoTime;
	}

	List<RunningJob> running() {
		forgetOld();
		List<RunningJob> jobs = new ArrayList<>(this.own.get());
		synchronized (this.others) {
			this.others.values().forEach((told) -> jobs.addAll(told.jobs()));
		}
		jobs.sort(Comparator.comparingLong(RunningJob::startNanos));
		return jobs;
	}

	/** Forgets who has been silent for too long, before somebody looks for changes. */
	void forgetOld() {
		boolean forgotten;
		synchronized (this.others) {
			forgotten = removeOld();
		}
		if (forgotten) {
			this.changed.run();
		}
	}

	private boolean removeOld() {
		long now = this.nanoTime.getAsLong();
		return this.others.values().removeIf((told) -> now - told.time() > FRESH_NANOS);
	}

	/**
	 * Takes what an instance of another service tells:
	 * {@code {"service":…,"instance":…,"jobs":[…]}}, the jobs as this page answers them.
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
			document = JobsDocument.read(
					BoundedBody.of(request.body(), request.header("Content-Encoding"), MAX_BYTES).readAllBytes(),
					this.mask);
		}
		catch (JobsDocument.InvalidJobsException ex) {
			return PageResponse.error(PageResponse.BAD_REQUEST, "These are no jobs.");
		}
		if (keep(document)) {
			this.changed.run();
		}
		return PageResponse.of(PageResponse.NO_CONTENT);
	}

	// Of jobs beyond the bound those that were told last are not shown
	private boolean keep(JobsDocument document) {
		Instance instance = new Instance(document.service(), document.instance());
		synchronized (this.others) {
			boolean forgotten = removeOld();
			int before = count(instance);
			int place = MAX_JOBS + before - this.others.values().stream().mapToInt((told) -> told.jobs().size()).sum();
			List<RunningJob> jobs = document.jobs().subList(0, Math.min(place, document.jobs().size()));
			if (jobs.isEmpty()) {
				this.others.remove(instance);
			}
			else if (before > 0 || this.others.size() < MAX_INSTANCES) {
				this.others.put(instance, new Told(List.copyOf(jobs), this.nanoTime.getAsLong()));
			}
			return forgotten || count(instance) != before;
		}
	}

	private int count(Instance instance) {
		Told told = this.others.get(instance);
		return (told != null) ? told.jobs().size() : 0;
	}

	/**
	 * Who tells: several may have one name.
	 *
	 * @param service name of the service
	 * @param id which of them
	 */
	private record Instance(String service, String id) {
	}

	/**
	 * What an instance said last.
	 *
	 * @param jobs its jobs
	 * @param time when it said so
	 */
	private record Told(List<RunningJob> jobs, long time) {
	}

}
