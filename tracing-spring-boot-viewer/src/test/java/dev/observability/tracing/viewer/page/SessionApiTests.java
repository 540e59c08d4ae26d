// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.page;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import dev.observability.tracing.viewer.ring.Ring;
import dev.observability.tracing.viewer.ring.RingLimits;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SessionApi}: who signs in, and how.
 */
class SessionApiTests {

	private static final String TOKEN = "0123456789abcdef";

	private static Page page() {
		return new Page(
				new Ring(new RingLimits(8 << 20, 100, 10_000, 1000, TimeUnit.SECONDS.toNanos(1),
						TimeUnit.MINUTES.toNanos(30))),
				new Access(TOKEN, false, Set.of(), Networks.of(List.of())),
				new PageInfo("gateway", "0.1.0", (request) -> "http://localhost:8080/app"), List::of);
	}

	@Test
	void aBodyTooLongForATokenIsNotOpened() {
		Page closed = page();
		TestRequest request = TestRequest.of("POST", "/api/session").json("{\"token\":\"" + TOKEN + "\"}");
		for (String length : List.of("4097", "99999999999999999999", "x")) {
			request.header("Content-Length", length);
			assertThat(closed.answer(request).status()).as(length).isEqualTo(413);
			assertThat(request.isOpened()).as(length).isFalse();
		}
		assertThat(closed.answer(request.header("Content-Length", "4096")).status()).isEqualTo(204);
	}

	@Test
	void pagesOnTwoPortsOfAHostDoNotSignEachOtherOut() {
		Map<String, String> jar = new HashMap<>();
		Map<String, Page> pages = Map.of("localhost:8080", page(), "localhost:8081", page(), "localhost", page());
		pages.forEach((host, page) -> {
			String cookie = page.answer(
					TestRequest.of("POST", "/api/session").json("{\"token\":\"" + TOKEN + "\"}").header("Host", host))
				.headers()
				.getOrDefault("Set-Cookie", "");
			jar.put(cookie.substring(0, cookie.indexOf('=')), cookie.substring(0, cookie.indexOf(';')));
		});
		String all = String.join("; ", jar.values());
		pages.forEach((host,
				page) -> assertThat(
						page.answer(TestRequest.get("/api/traces").header("Host", host).header("Cookie", all)).status())
					.as(host)
					.isEqualTo(200));
	}

}
