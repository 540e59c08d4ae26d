// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.page;

import java.io.IOException;

import dev.observability.tracing.viewer.ring.Ring;
import dev.observability.tracing.viewer.ring.RingLimits;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Answers {@code /api/session} and {@code /api/info}: the token, and what the page says
 * of the application. Step 11 of a request.
 */
final class SessionApi {

	private static final int MAX_BODY = 4096;

	private static final JsonFactory FACTORY = new JsonFactory();

	private final Guard guard;

	private final Ring ring;

	private final PageInfo info;

	SessionApi(Guard guard, Ring ring, PageInfo info) {
		this.guard = guard;
		this.ring = ring;
		this.info = info;
	}

	PageResponse answer(PageRequest request) throws IOException {
		boolean info = request.path().equals("/api/info");
		if (info && request.isRead()) {
			return info(request);
		}
		return (!info && request.method().equals("POST")) ? signIn(request)
				: PageResponse.error(PageResponse.METHOD_NOT_ALLOWED, "Not by that method.");
	}

	// Anybody may send this, so a body that cannot be right is not waited for
	private PageResponse signIn(PageRequest request) throws IOException {
		if (isTooLong(request.header("Content-Length"))) {
			return PageResponse.error(PageResponse.TOO_LARGE, "A token is shorter.");
		}
		String token = token(request.body().readNBytes(MAX_BODY));
		if (token == null || !this.guard.session().isToken(token)) {
			return PageResponse.error(PageResponse.UNAUTHORIZED, "This is not the token.");
		}
		return PageResponse.of(PageResponse.NO_CONTENT).with("Set-Cookie", this.guard.session().cookie(request));
	}

	private static boolean isTooLong(@Nullable String length) {
		try {
			return length != null && Long.parseLong(length.trim()) > MAX_BODY;
		}
		catch (NumberFormatException ex) {
			return true;
		}
	}

	private static @Nullable String token(byte[] body) {
		try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), body)) {
			if (json.nextToken() == JsonToken.START_OBJECT && "token".equals(json.nextName())
					&& json.nextToken() == JsonToken.VALUE_STRING) {
				return json.getString();
			}
			return null;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private PageResponse info(PageRequest request) {
		RingLimits limits = this.ring.limits();
		String host = request.header("Host");
		return PageResponse.json(PageResponse.OK, Json.object((json) -> {
			json.writeStringProperty("service", this.info.service());
			json.writeStringProperty("version", this.info.version());
			json.writeStringProperty("basePath", request.basePath());
			json.writeStringProperty("application", this.info.application().apply(request));
			json.writeStringProperty("otlp", (request.isSecure() ? "https://" : "http://")
					+ ((host != null) ? host : "localhost") + request.basePath());
			json.writeNumberProperty("slowMillis", limits.slowNanos() / 1_000_000);
			json.writeObjectPropertyStart("limits");
			json.writeNumberProperty("bytes", limits.bytes());
			json.writeNumberProperty("traces", limits.traces());
			json.writeNumberProperty("spans", limits.spans());
			json.writeNumberProperty("spansPerTrace", limits.spansPerTrace());
			json.writeNumberProperty("ageMillis", limits.ageNanos() / 1_000_000);
			json.writeEndObject();
		}));
	}

}
