// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.observability.tracing.viewer.page.Page;
import dev.observability.tracing.viewer.ring.Ring;
import dev.observability.tracing.viewer.trace.TraceId;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * Answers scripts which traces are kept, under the access rules of the actuator. Step 11
 * of a request, on the thread that answers.
 * <p>
 * The guard of the page is not asked: an endpoint does not know who calls. So there is no
 * access unless the application gives it to this endpoint, and an exposure of all
 * endpoints does not open to the network what the page keeps for its own machine.
 */
@Endpoint(id = "traces", defaultAccess = Access.NONE)
final class TracesEndpoint {

	private final Page page;

	private final Ring ring;

	/**
	 * Creates it.
	 * @param page answers the same as for a browser
	 * @param ring the traces
	 */
	TracesEndpoint(Page page, Ring ring) {
		this.page = page;
		this.ring = ring;
	}

	/**
	 * Lists traces, as the filters of the page do.
	 * @param limit number of traces at most
	 * @param service names of services of which one took part
	 * @param name part of the name of a span
	 * @param status {@code error} or {@code ok}
	 * @param min duration at least, in milliseconds
	 * @param max duration at most, in milliseconds
	 * @param attribute keys, or {@code key=part of the value}, that spans have
	 * @param sort order of the list
	 * @return JSON
	 */
	@ReadOperation
	String list(@Nullable String limit, @Nullable List<String> service, @Nullable String name, @Nullable String status,
			@Nullable String min, @Nullable String max, @Nullable List<String> attribute, @Nullable String sort) {
		Map<String, List<String>> parameters = new TreeMap<>();
		put(parameters, "limit", limit);
		put(parameters, "name", name);
		put(parameters, "status", status);
		put(parameters, "min", min);
		put(parameters, "max", max);
		put(parameters, "sort", sort);
		parameters.put("service", (service != null) ? service : List.of());
		parameters.put("attribute", (attribute != null) ? attribute : List.of());
		try {
			return text(this.page.traces(parameters));
		}
		catch (IllegalArgumentException ex) {
			throw invalid(String.valueOf(ex.getMessage()));
		}
	}

	private static void put(Map<String, List<String>> parameters, String name, @Nullable String value) {
		if (value != null) {
			parameters.put(name, List.of(value));
		}
	}

	/**
	 * Returns a trace.
	 * @param id 32 hex digits
	 * @return OTLP/JSON, as the page exports it, {@code null} where there is none
	 */
	@ReadOperation
	@Nullable String trace(@Selector String id) {
		TraceId trace = TraceId.parse(id);
		if (trace == null) {
			throw invalid("The id of a trace is 32 hex digits, not all zero.");
		}
		byte[] document = this.page.trace(trace);
		return (document != null) ? text(document) : null;
	}

	/** Forgets all traces. */
	@DeleteOperation
	void clear() {
		this.ring.clear();
	}

	private static InvalidEndpointRequestException invalid(String reason) {
		return new InvalidEndpointRequestException(reason, reason);
	}

	// A text is written as it is, by HTTP and by JMX
	private static String text(byte[] json) {
		return new String(json, StandardCharsets.UTF_8);
	}

}
