// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.io.EOFException;
import java.io.IOException;
import java.net.URI;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Parts of URLs, versions and errors of HTTP, by their edges.
 */
class HttpUrlTests {

	@ParameterizedTest
	@CsvSource({ "http://host/x, host, 80", "https://host, host, 443", "http://host:8080/, host, 8080",
			"http://[::1]:81/, ::1, 81", "http://[fe80::1%25eth0]/, fe80::1%25eth0, 80",
			"http://my_service:8080/x, my_service, 8080", "http://my_service/x, my_service, 80",
			"http://user:secret@my_service/x, my_service, 80", "/relative, , 0", "mailto:a@b.example, , 0",
			"http:opaque, , 0", "ftp://host/x, host, 0", "//host/x, host, 0", "HTTP://HOST/x, HOST, 0",
			"http://my_host:99999999999/, my_host, 80" })
	void hostAndPortOfAUri(String uri, @Nullable String host, int port) {
		assertThat(UriHost.of(URI.create(uri))).isEqualTo(host);
		assertThat(UriHost.port(URI.create(uri))).isEqualTo(port);
	}

	@ParameterizedTest
	@CsvSource({ "/a;jsessionid=1, /a", "/a;JSESSIONID=1/b;jsessionid=2;v=3, /a/b;v=3", "/a;v=1, /a;v=1", "/a, /a",
			";jsessionid=, ''", "/a;jsessionid, /a;jsessionid", "/a;x=İ;jsessionid=1, /a;x=İ" })
	void thePathLosesItsSession(String path, String expected) {
		assertThat(UrlPath.withoutSession(path)).isEqualTo(expected);
	}

	@Test
	void aPathOfNothingButSessionsIsOnePass() {
		assertThat(UrlPath.withoutSession(";jsessionid=1".repeat(100_000))).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "https://host/orders/{id}?full={full}, /orders/{id}", "/orders/{id}, /orders/{id}",
			"orders/{id}, /orders/{id}", "https://host, /", "https://host?x=1, /", "'', /",
			"'/x/{name:[a-z?#]+}/y?z=1', '/x/{name:[a-z?#]+}/y'", "/x#fragment, /x", "{base}/orders, /{base}/orders",
			"http://{host}:{port}/orders/{id}, /orders/{id}", "/x}}?y, /x}}" })
	void thePathOfATemplate(String template, String expected) {
		assertThat(UrlTemplate.path(template)).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ "HTTP/1.1, 1.1", "HTTP/1.0, 1.0", "HTTP/2.0, 2", "HTTP/2, 2", "HTTP/3.0, 3", "SPDY/3, ", "'', ",
			", " })
	void theVersionOfHttp(@Nullable String protocol, @Nullable String version) {
		assertThat(HttpVersions.of(protocol)).isEqualTo(version);
	}

	@Test
	void aBrokenConnectionIsTheCallersForSureOnlyWhereTheContainerSaysSo() {
		assertThat(CallerGone.isCertain(new IllegalStateException(new AsyncRequestNotUsableException("gone"))))
			.isTrue();
		assertThat(CallerGone.isCertain(new IOException("Broken pipe"))).isFalse();
		assertThat(CallerGone.isLikely(new IOException("Broken pipe"))).isTrue();
		assertThat(CallerGone.isCertain(new EOFException())).isFalse();
		assertThat(CallerGone.isLikely(new ResourceAccessException("x", new IOException("Broken pipe")))).isFalse();
	}

	@Test
	void causesInACircleEnd() {
		Exception first = new IllegalStateException();
		first.initCause(new IllegalStateException(first));
		assertThat(CallerGone.isCertain(first)).isFalse();
	}

}
