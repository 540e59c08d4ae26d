// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.page;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.observability.tracing.viewer.ring.Ring;
import dev.observability.tracing.viewer.ring.TraceQuery;
import dev.observability.tracing.viewer.ring.TraceView;
import dev.observability.tracing.viewer.trace.RunningJob;
import dev.observability.tracing.viewer.trace.SpanRecord;
import dev.observability.tracing.viewer.trace.TraceId;
import org.jspecify.annotations.Nullable;

/**
 * Answers what the page asks about traces, below {@code /api/}. Step 11 of a request.
 */
final class TraceApi {

	private static final String TRACES = "/api/traces";

	private static final int MAX_LINKING = 500;

	private final Ring ring;

	private final JobsApi jobs;

	private final ImportApi imports;

	TraceApi(Ring ring, JobsApi jobs) {
		this.ring = ring;
		this.jobs = jobs;
		this.imports = new ImportApi(ring);
	}

	@Nullable PageResponse answer(PageRequest request) throws IOException, QueryText.InvalidQueryException {
		String path = request.path();
		boolean read = request.isRead();
		if (path.equals(TRACES)) {
			return read ? list(new QueryText(request.query()))
					: request.method().equals("DELETE") ? clear() : notAllowed();
		}
		if (path.startsWith(TRACES + "/")) {
			return trace(request, path.substring(TRACES.length() + 1));
		}
		return switch (path) {
			case "/api/changes" -> read ? changes(new QueryText(request.query())) : notAllowed();
			case "/api/jobs" -> read ? jobs() : notAllowed();
			case "/api/facets" -> read ? facets() : notAllowed();
			case "/api/import" -> request.method().equals("POST") ? this.imports.answer(request) : notAllowed();
			default -> null;
		};
	}

	private static PageResponse notAllowed() {
		return PageResponse.error(PageResponse.METHOD_NOT_ALLOWED, "Not by that method.");
	}

	private PageResponse list(QueryText query) throws QueryText.InvalidQueryException {
		this.jobs.forgetOld();
		if (query.since() == this.ring.sequence()) {
			return PageResponse.of(PageResponse.NO_CONTENT);
		}
		return list(query.traces());
	}

	PageResponse list(TraceQuery query) {
		List<RunningJob> running = this.jobs.running();
		return TraceJson.list(this.ring.list(query), running);
	}

	private PageResponse changes(QueryText query) throws QueryText.InvalidQueryException {
		this.jobs.forgetOld();
		long sequence = this.ring.sequence();
		return (query.since() == sequence) ? PageResponse.of(PageResponse.NO_CONTENT) : PageResponse
			.json(PageResponse.OK, Json.object((json) -> json.writeNumberProperty("sequence", sequence)));
	}

	private PageResponse clear() {
		this.ring.clear();
		return PageResponse.of(PageResponse.NO_CONTENT);
	}

	private @Nullable PageResponse trace(PageRequest request, String rest) {
		int slash = rest.indexOf('/');
		TraceId id = TraceId.parse((slash >= 0) ? rest.substring(0, slash) : rest);
		if (id == null) {
			return null;
		}
		if (slash < 0) {
			return request.isRead() ? found(trace(id)) : notAllowed();
		}
		return rest.substring(slash).equals("/pin") ? pin(id, request.method()) : null;
	}

	private static PageResponse found(@Nullable PageResponse response) {
		return (response != null) ? response
				: PageResponse.error(PageResponse.NOT_FOUND, "This trace is not here, or not any more.");
	}

	@Nullable PageResponse trace(TraceId id) {
		TraceView view = this.ring.find(id);
		if (view == null) {
			return null;
		}
		Set<SpanRecord> linking = new LinkedHashSet<>();
		this.ring.visit((span) -> {
			if (span.links().stream().anyMatch((link) -> link.trace().equals(id)) && linking.size() < MAX_LINKING) {
				linking.add(span);
			}
		});
		return TraceJson.trace(view, linking);
	}

	private PageResponse pin(TraceId id, String method) {
		boolean pin = method.equals("PUT");
		if (!pin && !method.equals("DELETE")) {
			return notAllowed();
		}
		return found(this.ring.pin(id, pin) ? PageResponse.of(PageResponse.NO_CONTENT) : null);
	}

	private PageResponse jobs() {
		return TraceJson.jobs(this.jobs.running());
	}

	private PageResponse facets() {
		Facets facets = new Facets();
		this.ring.visit(facets);
		return facets.answer();
	}

}
