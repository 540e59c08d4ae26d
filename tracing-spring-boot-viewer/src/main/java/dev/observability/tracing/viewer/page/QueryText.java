// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.page;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.observability.tracing.viewer.ring.TraceQuery;
import dev.observability.tracing.viewer.ring.TraceSort;
import org.jspecify.annotations.Nullable;

/**
 * Reads the query of a URL. Step 11 of a request.
 */
final class QueryText {

	private static final int MAX_PARAMETERS = 64;

	private static final int DEFAULT_LIMIT = 200;

	private static final int MAX_LIMIT = 1000;

	private final Map<String, List<String>> parameters = new LinkedHashMap<>();

	/**
	 * Reads a query.
	 * @param query as it was sent, {@code null} for none
	 * @throws InvalidQueryException if it is no query, or too long
	 */
	QueryText(@Nullable String query) throws InvalidQueryException {
		if (query == null || query.isEmpty()) {
			return;
		}
		String[] pairs = query.split("&");
		requireFew(pairs.length);
		for (String pair : pairs) {
			int equals = pair.indexOf('=');
			String name = (equals >= 0) ? pair.substring(0, equals) : pair;
			this.parameters.computeIfAbsent(decode(name), (key) -> new ArrayList<>())
				.add((equals >= 0) ? decode(pair.substring(equals + 1)) : "");
		}
	}

	/**
	 * Takes parameters that somebody has read.
	 * @param parameters names with their values
	 * @throws InvalidQueryException if there are too many
	 */
	QueryText(Map<String, List<String>> parameters) throws InvalidQueryException {
		requireFew(parameters.values().stream().mapToInt(List::size).sum());
		this.parameters.putAll(parameters);
	}

	private static void requireFew(int parameters) throws InvalidQueryException {
		if (parameters > MAX_PARAMETERS) {
			throw new InvalidQueryException("More than " + MAX_PARAMETERS + " parameters.");
		}
	}

	private static String decode(String text) throws InvalidQueryException {
		try {
			return URLDecoder.decode(text, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidQueryException("The query is not encoded.");
		}
	}

	/**
	 * Returns the number of the change that the caller knows.
	 * @return -1 where it knows none
	 * @throws InvalidQueryException if it is no number
	 */
	long since() throws InvalidQueryException {
		String text = text("since");
		return text.isEmpty() ? -1 : (long) number("since", text);
	}

	/**
	 * Returns which traces are to be listed.
	 * @return the query
	 * @throws InvalidQueryException if a part of it has no meaning
	 */
	TraceQuery traces() throws InvalidQueryException {
		String limit = text("limit");
		double max = text("max").isEmpty() ? Double.POSITIVE_INFINITY : number("max", text("max"));
		return new TraceQuery(new HashSet<>(texts("service")), text("name"), failed(),
				nanos(text("min").isEmpty() ? 0 : number("min", text("min"))), nanos(max), attributes(),
				text("trace").toLowerCase(Locale.ROOT), sort(),
				limit.isEmpty() ? DEFAULT_LIMIT : (int) Math.max(1, Math.min(MAX_LIMIT, number("limit", limit))));
	}

	private @Nullable Boolean failed() throws InvalidQueryException {
		return switch (text("status")) {
			case "" -> null;
			case "error" -> true;
			case "ok" -> false;
			default -> throw new InvalidQueryException("status must be error or ok.");
		};
	}

	private TraceSort sort() throws InvalidQueryException {
		String text = text("sort");
		for (TraceSort sort : TraceSort.values()) {
			if (text.isEmpty() || sort.name().equalsIgnoreCase(text)) {
				return sort;
			}
		}
		throw new InvalidQueryException("sort must be newest, oldest, longest, shortest, spans or errors.");
	}

	private List<TraceQuery.Attribute> attributes() {
		return texts("attribute").stream().filter((text) -> !text.isBlank()).map((text) -> {
			int equals = text.indexOf('=');
			return (equals > 0) ? new TraceQuery.Attribute(text.substring(0, equals), text.substring(equals + 1))
					: new TraceQuery.Attribute(text, null);
		}).toList();
	}

	private static long nanos(double millis) {
		return (long) Math.min(Long.MAX_VALUE, millis * TimeUnit.MILLISECONDS.toNanos(1));
	}

	private static double number(String name, String text) throws InvalidQueryException {
		try {
			double number = Double.parseDouble(text);
			if (number >= 0) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// said below
		}
		throw new InvalidQueryException(name + " must be a number, 0 or more.");
	}

	private String text(String name) {
		List<String> values = texts(name);
		return values.isEmpty() ? "" : values.get(0).trim();
	}

	private List<String> texts(String name) {
		return this.parameters.getOrDefault(name, List.of());
	}

	/**
	 * A query without a meaning; its message may be sent back.
	 */
	static final class InvalidQueryException extends Exception {

		InvalidQueryException(String message) {
			super(message);
		}

	}

}
