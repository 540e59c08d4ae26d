// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.page;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import dev.observability.tracing.viewer.otlp.OtlpEncodingException;
import dev.observability.tracing.viewer.otlp.OtlpTooLargeException;
import dev.observability.tracing.viewer.ring.Ring;
import dev.observability.tracing.viewer.trace.RunningJob;
import dev.observability.tracing.viewer.trace.TraceId;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Answers everything below the base path: the files of the page, what it asks for, and
 * OTLP of other services. Step 11 of a request, on any thread that may wait; never
 * throws. The {@link Guard} comes first, and every answer says what a browser may do with
 * it.
 *
 * @since 0.1.0
 */
public final class Page {

	private static final Log logger = LogFactory.getLog(Page.class);

	/** Nothing but the page's own files runs or is loaded, and nobody may frame it. */
	private static final Map<String, String> HEADERS = Map.of("Content-Security-Policy",
			"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
					+ "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
					+ "require-trusted-types-for 'script'; trusted-types 'none'",
			"X-Content-Type-Options", "nosniff", "Referrer-Policy", "no-referrer", "Cross-Origin-Opener-Policy",
			"same-origin", "Cross-Origin-Resource-Policy", "same-origin");

	private final Guard guard;

	private final Intake intake = new Intake();

	private final Assets assets = new Assets();

	private final JobsApi jobs;

	private final TraceApi traces;

	private final SessionApi sessions;

	private final OtlpApi otlp;

	/**
	 * Creates the page.
	 * @param ring what it shows
	 * @param access who may see it
	 * @param info what it says of the application
	 * @param jobs gives the jobs that are running
	 */
	public Page(Ring ring, Access access, PageInfo info, Supplier<List<RunningJob>> jobs) {
		this.guard = new Guard(access);
		this.jobs = new JobsApi(jobs, ring::changed, System::nanoTime, ring.mask());
		this.traces = new TraceApi(ring, this.jobs);
		this.sessions = new SessionApi(this.guard, ring, info);
		this.otlp = new OtlpApi(ring);
	}

	/**
	 * Answers a request.
	 * @param request the request
	 * @return the answer
	 */
	public PageResponse answer(PageRequest request) {
		PageResponse response;
		try {
			PageResponse refusal = this.guard.check(request);
			response = (refusal != null) ? refusal : this.intake.answer(request, this::route);
		}
		catch (QueryText.InvalidQueryException ex) {
			response = PageResponse.error(PageResponse.BAD_REQUEST, String.valueOf(ex.getMessage()));
		}
		catch (OtlpTooLargeException ex) {
			response = PageResponse.error(PageResponse.TOO_LARGE, String.valueOf(ex.getMessage()));
		}
		catch (OtlpEncodingException ex) {
			response = PageResponse.error(PageResponse.UNSUPPORTED_TYPE, String.valueOf(ex.getMessage()));
		}
		catch (IOException ex) {
			response = PageResponse.error(PageResponse.BAD_REQUEST, "The body cannot be read.");
		}
		catch (RuntimeException | LinkageError ex) {
			logger.warn("The trace page could not answer", ex);
			response = PageResponse.error(PageResponse.FAILED, "This is a defect of the page; the log says more.");
		}
		return finished(request, response);
	}

	/**
	 * Lists traces, for who does not ask by a request for the page. The guard is not
	 * asked.
	 * @param parameters names and values as in the query of {@code /api/traces}
	 * @return JSON as of {@code /api/traces}
	 * @throws IllegalArgumentException if a part of it has no meaning; the message may be
	 * sent back
	 */
	public byte[] traces(Map<String, List<String>> parameters) {
		try {
			return this.traces.list(new QueryText(parameters).traces()).body();
		}
		catch (QueryText.InvalidQueryException ex) {
			throw new IllegalArgumentException(ex.getMessage(), ex);
		}
	}

	/**
	 * Returns a trace, for who does not ask by a request for the page. The guard is not
	 * asked.
	 * @param id its id
	 * @return JSON as of {@code /api/traces/{id}}, {@code null} where there is none
	 */
	public byte @Nullable [] trace(TraceId id) {
		PageResponse response = this.traces.trace(id);
		return (response != null) ? response.body() : null;
	}

	/**
	 * Makes the answer for a request that no thread is free for.
	 * @param request the request
	 * @return that answer
	 */
	static PageResponse busy(PageRequest request) {
		return finished(request, PageResponse.error(PageResponse.UNAVAILABLE, "Too many requests wait for this page.")
			.with("Retry-After", Intake.RETRY_SECONDS));
	}

	private static PageResponse finished(PageRequest request, PageResponse response) {
		PageResponse answer = OtlpApi.inFormOf(request, response);
		Map<String, String> headers = new LinkedHashMap<>(HEADERS);
		headers.putAll(answer.headers());
		return new PageResponse(answer.status(), headers, answer.body(), answer.problem());
	}

	private PageResponse route(PageRequest request) throws IOException, QueryText.InvalidQueryException {
		String path = request.path();
		if (path.isEmpty()) {
			return PageResponse.of(PageResponse.REDIRECT).with("Location", request.basePath() + "/" + query(request));
		}
		@Nullable PageResponse response = null;
		if (path.equals("/v1/jobs")) {
			response = this.jobs.told(request);
		}
		else if (OtlpApi.isFor(request)) {
			response = this.otlp.answer(request);
		}
		else if (path.equals("/api/session") || path.equals("/api/info")) {
			response = this.sessions.answer(request);
		}
		else if (path.startsWith("/api/")) {
			response = this.traces.answer(request);
		}
		else if (request.isRead()) {
			response = this.assets.find(path, acceptsGzip(request));
		}
		return (response != null) ? response
				: PageResponse.error(PageResponse.NOT_FOUND, "There is nothing by that name.");
	}

	private static String query(PageRequest request) {
		return (request.query() != null) ? "?" + request.query() : "";
	}

	private static boolean acceptsGzip(PageRequest request) {
		return request.headers("Accept-Encoding").stream().anyMatch((line) -> line.contains("gzip"));
	}

}
