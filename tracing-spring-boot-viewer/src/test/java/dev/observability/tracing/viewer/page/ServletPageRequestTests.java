// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.page;

import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.filter.ForwardedHeaderFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServletPageRequest} behind filters that hand on requests of their own.
 */
class ServletPageRequestTests {

	private final Guard guard = new Guard(new Access(null, false, Set.of(), Networks.of(List.of())));

	private static MockHttpServletRequest received(String host) {
		MockHttpServletRequest request = new MockHttpServletRequest("GET", "/tracing/api/traces");
		request.setServletPath("/tracing/api/traces");
		request.addHeader("Host", host);
		return request;
	}

	private boolean isLetIn(HttpServletRequest request) {
		return this.guard.check(new ServletPageRequest(request, "/tracing")) == null;
	}

	private static HttpServletRequest handedOn(boolean removeOnly, HttpServletRequest request) throws Exception {
		ForwardedHeaderFilter filter = new ForwardedHeaderFilter();
		filter.setRemoveOnly(removeOnly);
		MockFilterChain chain = new MockFilterChain();
		filter.doFilter(request, new MockHttpServletResponse(), chain);
		return (HttpServletRequest) Objects.requireNonNull(chain.getRequest());
	}

	@Test
	void whatAFilterHidOfAProxyIsSeen() throws Exception {
		for (boolean removeOnly : new boolean[] { false, true }) {
			for (String header : List.of("X-Forwarded-For", "X-Forwarded-Proto", "Forwarded")) {
				MockHttpServletRequest request = received("localhost");
				request.addHeader(header, header.equals("Forwarded") ? "for=127.0.0.1" : "127.0.0.1");
				assertThat(isLetIn(handedOn(removeOnly, request))).as(header).isFalse();
			}
			assertThat(isLetIn(handedOn(removeOnly, received("localhost")))).isTrue();
		}
	}

	@Test
	void aPeerThatIsNoneOfTheContainerIsNotBelieved() {
		MockHttpServletRequest request = received("localhost");
		request.setRemoteAddr("8.8.8.8");
		assertThat(isLetIn(new Told(request, "127.0.0.1", "localhost"))).isFalse();
	}

	@Test
	void whomAFilterTellsApartIsRefusedStill() {
		MockHttpServletRequest request = received("localhost");
		assertThat(isLetIn(new Told(request, "127.0.0.1", "localhost"))).isTrue();
		assertThat(isLetIn(new Told(request, "8.8.8.8", "localhost"))).isFalse();
		assertThat(isLetIn(new Told(request, "127.0.0.1", "shop.example"))).isFalse();
	}

	@Test
	void aNameThatAFilterMadeIsNotBelieved() {
		assertThat(isLetIn(new Told(received("evil.example"), "127.0.0.1", "localhost"))).isFalse();
	}

	@Test
	void anOldProtocolIsSeenBelowAFilter() {
		MockHttpServletRequest request = received("localhost");
		request.setProtocol("HTTP/1.0");
		assertThat(isLetIn(new Told(request, "127.0.0.1", "localhost") {

			@Override
			public String getProtocol() {
				return "HTTP/1.1";
			}

		})).isFalse();
	}

	@Test
	void onlyHttp2NamesTheServerWithoutAHeader() {
		MockHttpServletRequest request = new MockHttpServletRequest("GET", "/tracing/");
		request.setServerName("localhost");
		for (String protocol : List.of("HTTP/1.1", "HTTP/2.0")) {
			request.setProtocol(protocol);
			assertThat(isLetIn(request)).as(protocol).isEqualTo(protocol.equals("HTTP/2.0"));
		}
		request.setServerName("evil.example");
		assertThat(isLetIn(request)).isFalse();
	}

	@Test
	void theUsualPortIsNotPartOfTheName() {
		MockHttpServletRequest request = new MockHttpServletRequest("GET", "/tracing/");
		request.setProtocol("HTTP/2.0");
		request.setServerName("localhost");
		request.setServerPort(443);
		assertThat(ServletPageRequest.host(request)).containsExactly("localhost:443");
		request.setSecure(true);
		assertThat(ServletPageRequest.host(request)).containsExactly("localhost");
		request.setServerName("[::1]");
		request.setServerPort(8443);
		assertThat(ServletPageRequest.host(request)).containsExactly("[::1]:8443");
	}

	/** What a filter tells of a request. */
	private static class Told extends HttpServletRequestWrapper {

		private final String peer;

		private final String host;

		Told(HttpServletRequest request, String peer, String host) {
			super(request);
			this.peer = peer;
			this.host = host;
		}

		@Override
		public String getRemoteAddr() {
			return this.peer;
		}

		@Override
		public Enumeration<String> getHeaders(String name) {
			return name.equalsIgnoreCase("Host") ? Collections.enumeration(List.of(this.host)) : super.getHeaders(name);
		}

	}

}
