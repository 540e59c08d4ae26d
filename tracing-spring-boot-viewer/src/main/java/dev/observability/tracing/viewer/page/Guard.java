// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.page;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Decides who gets an answer, before anything else looks at the request: who knows the
 * token, or, where there is none, this machine, called by a name that only it has,
 * without anybody in between. Step 11 of a request; nothing is read but headers and the
 * address of the peer.
 * <p>
 * The name counts because a page of somebody else may have its own name point to this
 * machine (DNS rebinding), and what a proxy adds because it connects for others.
 */
final class Guard {

	private static final List<String> PROXY_HEADERS = List.of("forwarded", "via", "x-real-ip");

	private static final String PROXY_PREFIX = "x-forwarded-";

	private static final String BEARER = "Bearer ";

	/**
	 * For a person; it takes what is a constant here, and nothing of the request. Its
	 * icon is none, for which a browser would ask the application.
	 */
	private static final String REFUSAL = """
			<!doctype html>
			<html lang="en">
			<meta charset="utf-8">
			<meta name="viewport" content="width=device-width, initial-scale=1">
			<meta name="color-scheme" content="light dark">
			<link rel="icon" href="data:,">
			<title>No access to the trace page</title>
			<main>
			<h1>No access from here</h1>
			<p>%s</p>
			</main>
			</html>
			""";

	private final Access access;

	private final Session session;

	Guard(Access access) {
		this.access = access;
		this.session = new Session(access.token());
	}

	Session session() {
		return this.session;
	}

	/**
	 * Decides about a request.
	 * @param request the request
	 * @return what to answer, or {@code null} where it may go on
	 */
	@Nullable PageResponse check(PageRequest request) {
		if (this.access.token() == null) {
			String reason = reasonAgainst(request);
			if (reason != null) {
				return refuse(request, reason);
			}
		}
		else if (!isSignedIn(request) && !isPublic(request)) {
			return askForToken();
		}
		return isForeign(request) ? PageResponse.error(PageResponse.FORBIDDEN, "Another page sent this request.")
				: null;
	}

	private boolean isSignedIn(PageRequest request) {
		String authorization = request.header("Authorization");
		if (authorization != null && authorization.startsWith(BEARER)) {
			return this.session.isToken(authorization.substring(BEARER.length()).trim());
		}
		return this.session.isOpen(request);
	}

	private @Nullable String reasonAgainst(PageRequest request) {
		if (this.access.closed()) {
			return "This page needs a token here.";
		}
		if (hasProxy(request)) {
			return "This page needs a token behind a proxy.";
		}
		InetAddress peer = request.peer();
		if (peer == null || !(peer.isLoopbackAddress() || this.access.networks().contain(peer))) {
			return "This page is for the machine that it runs on.";
		}
		return isKnownHost(request.headers("Host")) ? null : "This page is not known by that name.";
	}

	private static boolean hasProxy(PageRequest request) {
		for (String name : request.headerNames()) {
			String lower = name.toLowerCase(Locale.ROOT);
			if (lower.startsWith(PROXY_PREFIX) || PROXY_HEADERS.contains(lower)) {
				return true;
			}
		}
		return request.isHttp10();
	}

	private boolean isKnownHost(List<String> values) {
		if (values.size() != 1) {
			return false;
		}
		String host = HostLine.of(values.get(0)).name().toLowerCase(Locale.ROOT);
		return host.equals("localhost") || host.endsWith(".localhost") || host.equals("127.0.0.1")
				|| host.equals("[::1]") || this.access.hosts().contains(host);
	}

	// The files of the page say nothing, and ask for the token
	private static boolean isPublic(PageRequest request) {
		String path = request.path();
		if (path.equals("/api/session")) {
			return true;
		}
		return request.isRead() && !path.startsWith("/api/") && !path.startsWith("/v1/");
	}

	// The files of the page are not for whoever is refused, so this is all of one
	private static PageResponse refuse(PageRequest request, String reason) {
		String text = reason + " Set observability.tracing.viewer.token to open it by a token, or, for a container,"
				+ " observability.tracing.viewer.allowed-networks; allowed-hosts takes further names.";
		PageResponse refusal = PageResponse.error(PageResponse.FORBIDDEN, text);
		String accept = request.header("Accept");
		if (accept == null || !accept.contains("text/html")) {
			return refusal;
		}
		// Where a name may be broken on a narrow screen
		String breakable = text.replace(".viewer.", ".viewer.<wbr>");
		return refusal.as("text/html;charset=UTF-8", REFUSAL.formatted(breakable).getBytes(StandardCharsets.UTF_8));
	}

	private static PageResponse askForToken() {
		String message = "This page needs its token.";
		return PageResponse.error(PageResponse.UNAUTHORIZED, message).as("application/json", Json.object((json) -> {
			json.writeStringProperty("error", message);
			json.writeBooleanProperty("token", true);
		}));
	}

	/*
	 * A browser says from where a request comes. What sends neither header is none, but
	 * for an old one, which cannot send JSON to another site unasked.
	 */
	private static boolean isForeign(PageRequest request) {
		String site = request.header("Sec-Fetch-Site");
		if (request.isRead()) {
			return request.path().startsWith("/api/") && site != null && !isSame(site);
		}
		// A proxy may have changed the name of the host, but no browser lies about this
		if (site != null) {
			return !isSame(site);
		}
		String origin = request.header("Origin");
		return origin != null && !isOriginOf(origin, request.header("Host"));
	}

	private static boolean isSame(String site) {
		return site.equals("same-origin") || site.equals("none");
	}

	private static boolean isOriginOf(String origin, @Nullable String host) {
		int scheme = origin.indexOf("://");
		return scheme > 0 && host != null && origin.substring(scheme + "://".length()).equalsIgnoreCase(host.trim());
	}

}
