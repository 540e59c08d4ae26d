// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.page;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import dev.observability.tracing.viewer.otlp.OtlpAnswer;
import dev.observability.tracing.viewer.otlp.OtlpFormat;
import dev.observability.tracing.viewer.ring.Ring;
import dev.observability.tracing.viewer.ring.RingLimits;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.mock.web.DelegatingServletInputStream;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServletPageFilter}.
 */
class ServletPageFilterTests {

	private final ServletPageFilter filter = new ServletPageFilter(new Page(
			new Ring(new RingLimits(8 << 20, 100, 10_000, 1000, TimeUnit.SECONDS.toNanos(1),
					TimeUnit.MINUTES.toNanos(30))),
			new Access(null, false, Set.of(), Networks.of(List.of())),
			new PageInfo("gateway", "0.1.0", (request) -> ""), List::of), "/tracing");

	private MockHttpServletResponse answer(MockHttpServletRequest request) throws IOException, ServletException {
		MockHttpServletResponse response = new MockHttpServletResponse();
		this.filter.doFilter(request, response, new MockFilterChain());
		return response;
	}

	private static MockHttpServletRequest post(OtlpFormat format) {
		MockHttpServletRequest request = new MockHttpServletRequest("POST", "/tracing/v1/traces");
		request.setServletPath("/tracing/v1/traces");
		request.setDispatcherType(DispatcherType.REQUEST);
		request.setProtocol("HTTP/1.1");
		request.addHeader("Host", "localhost:8080");
		request.setContentType(format.contentType());
		return request;
	}

	@ParameterizedTest
	@EnumSource
	void whereTooManyWaitOtlpIsAnsweredInItsForm(OtlpFormat format) throws IOException, ServletException {
		MockHttpServletResponse[] busy = new MockHttpServletResponse[1];
		send(4, () -> busy[0] = answer(post(format)));
		assertThat(busy[0].getStatus()).isEqualTo(429);
		assertThat(busy[0].getContentType()).isEqualTo(format.contentType());
		assertThat(busy[0].getHeader("Retry-After")).isEqualTo("1");
		assertThat(busy[0].getContentAsByteArray())
			.isEqualTo(OtlpAnswer.error(format, 429, "Others are being read. Send it again a second later."));
	}

	// So many bodies are being read when the work is done
	private void send(int bodies, Work work) throws IOException, ServletException {
		if (bodies == 0) {
			work.run();
			return;
		}
		answer(new Slow(() -> send(bodies - 1, work)));
	}

	@ParameterizedTest
	@EnumSource
	void whoIsNotLetInIsToldSoInTheFormOfOtlp(OtlpFormat format) throws IOException, ServletException {
		MockHttpServletRequest request = post(format);
		request.addHeader("Sec-Fetch-Site", "cross-site");
		MockHttpServletResponse response = answer(request);
		assertThat(response.getStatus()).isEqualTo(403);
		assertThat(response.getContentType()).isEqualTo(format.contentType());
		assertThat(response.getContentAsByteArray())
			.isEqualTo(OtlpAnswer.error(format, 403, "Another page sent this request."));
	}

	@ParameterizedTest
	@EnumSource
	void whoComesFromElsewhereIsToldSoInTheFormOfOtlp(OtlpFormat format) throws IOException, ServletException {
		MockHttpServletRequest request = post(format);
		request.setRemoteAddr("8.8.8.8");
		request.addHeader("Accept", "text/html, */*");
		MockHttpServletResponse response = answer(request);
		assertThat(response.getStatus()).isEqualTo(403);
		assertThat(response.getContentType()).isEqualTo(format.contentType());
		assertThat(response.getContentAsString()).contains("This page is for the machine that it runs on.")
			.doesNotContain("<html");
	}

	/** Is done while a body is read. */
	private interface Work {

		void run() throws IOException, ServletException;

	}

	/** A request during whose body something else happens. */
	private static final class Slow extends MockHttpServletRequest {

		private final Work meanwhile;

		Slow(Work meanwhile) {
			super("POST", "/tracing/v1/traces");
			this.meanwhile = meanwhile;
			setServletPath("/tracing/v1/traces");
			setProtocol("HTTP/1.1");
			addHeader("Host", "localhost:8080");
			setContentType("application/x-protobuf");
		}

		@Override
		public ServletInputStream getInputStream() {
			try {
				this.meanwhile.run();
			}
			catch (IOException | ServletException ex) {
				throw new IllegalStateException(ex);
			}
			return new DelegatingServletInputStream(InputStream.nullInputStream());
		}

	}

}
