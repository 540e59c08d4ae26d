// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.page;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Guard}.
 */
class GuardTests {

	private static final String TOKEN = "0123456789abcdef0123";

	private final Guard open = guard(null, false);

	private final Guard withToken = guard(TOKEN, false);

	private static Guard guard(@Nullable String token, boolean closed) {
		return new Guard(new Access(token, closed, Set.of("laptop.example"), Networks.of(List.of("172.17.0.0/16"))));
	}

	private static int status(Guard guard, TestRequest request) {
		PageResponse response = guard.check(request);
		return (response != null) ? response.status() : 200;
	}

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1", "127.3.2.1", "::1", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1", "172.17.0.1" })
	void thisMachineAndAllowedNetworksMaySee(String peer) {
		assertThat(status(this.open, TestRequest.get("/api/traces").from(peer))).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "10.0.0.1", "172.18.0.1", "192.168.1.7", "8.8.8.8", "fe80::1", "2001:db8::1" })
	void othersMayNot(String peer) {
		assertThat(status(this.open, TestRequest.get("/api/traces").from(peer))).isEqualTo(403);
		assertThat(status(this.open, TestRequest.get("/").from(peer))).isEqualTo(403);
		assertThat(status(this.withToken, TestRequest.get("/api/traces").from(peer))).isEqualTo(401);
	}

	@Test
	void aPeerThatIsUnknownMayNot() {
		assertThat(status(this.open, TestRequest.get("/api/traces").from(null))).isEqualTo(403);
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "localhost:8080", "LOCALHOST:1", "app.localhost:8080", "127.0.0.1:8080",
			"[::1]:8080", "[::1]", "laptop.example:8080" })
	void namesOfThisMachineAreKnown(String host) {
		assertThat(status(this.open, TestRequest.get("/api/traces").header("Host", host))).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "evil.example", "localhost.evil.example", "evil.example:8080", "", "127.0.0.1.nip.io",
			"[::2]:8080", "localhost:8080@evil.example", "notlocalhost" })
	void anyOtherNameIsNot(String host) {
		assertThat(status(this.open, TestRequest.get("/api/traces").header("Host", host))).isEqualTo(403);
	}

	@Test
	void noNameOrTwoAreNone() {
		assertThat(status(this.open, TestRequest.get("/api/traces").without("Host"))).isEqualTo(403);
		assertThat(status(this.open, TestRequest.get("/api/traces").header("Host", "localhost", "evil.example")))
			.isEqualTo(403);
	}

	@ParameterizedTest
	@CsvSource({ "Forwarded, for=127.0.0.1", "X-Forwarded-For, 127.0.0.1", "x-forwarded-proto, https",
			"X-FORWARDED-HOST, localhost", "X-Forwarded-Anything, x", "Via, 1.1 proxy", "X-Real-IP, 127.0.0.1" })
	void whatAProxyAddsDemandsTheToken(String name, String value) {
		assertThat(status(this.open, TestRequest.get("/api/traces").header(name, value))).isEqualTo(403);
		assertThat(status(this.withToken, TestRequest.get("/api/traces").header(name, value))).isEqualTo(401);
		assertThat(status(this.withToken,
				TestRequest.get("/api/traces").header(name, value).header("Authorization", "Bearer " + TOKEN)))
			.isEqualTo(200);
	}

	@Test
	void anOldProtocolIsThatOfAProxy() {
		assertThat(status(this.open, TestRequest.get("/api/traces").http10())).isEqualTo(403);
		assertThat(status(this.withToken, TestRequest.get("/api/traces").http10())).isEqualTo(401);
	}

	@Test
	void theTokenOpensFromAnywhere() {
		assertThat(status(this.withToken, bearer(TOKEN))).isEqualTo(200);
		assertThat(status(this.withToken, bearer(TOKEN + "0"))).isEqualTo(401);
		assertThat(status(this.withToken, bearer(""))).isEqualTo(401);
		assertThat(status(this.open, bearer(TOKEN))).isEqualTo(403);
	}

	private static TestRequest bearer(String token) {
		return TestRequest.get("/api/traces")
			.from("8.8.8.8")
			.header("Host", "traces.example")
			.header("Authorization", "Bearer " + token);
	}

	@Test
	void withoutATokenNothingIsAnOpenSession() {
		assertThat(status(this.open,
				TestRequest.get("/api/traces").from("8.8.8.8").header("Cookie", "tracing-viewer-8080=")))
			.isEqualTo(403);
		assertThat(status(this.withToken,
				TestRequest.get("/api/traces")
					.from("8.8.8.8")
					.header("Cookie", "tracing-viewer-8080=; tracing-viewer-8080=x")))
			.isEqualTo(401);
	}

	@Test
	void theCookieOpensThisProcessOnly() {
		String cookie = this.withToken.session().cookie(TestRequest.get("/"));
		String value = cookie.substring(0, cookie.indexOf(';'));
		TestRequest request = TestRequest.get("/api/traces").from("8.8.8.8").header("Cookie", "a=b; " + value);
		assertThat(status(this.withToken, request)).isEqualTo(200);
		assertThat(status(guard(TOKEN, false), request)).isEqualTo(401);
		assertThat(cookie).contains("HttpOnly", "SameSite=Strict", "Path=/app/tracing").doesNotContain(TOKEN);
	}

	// Behind a proxy that adds no header, everybody is this machine
	@Test
	void whereThereIsATokenThisMachineNeedsItToo() {
		assertThat(status(this.withToken, TestRequest.get("/api/traces"))).isEqualTo(401);
		assertThat(status(this.withToken, TestRequest.of("POST", "/v1/traces"))).isEqualTo(401);
		assertThat(status(this.withToken, TestRequest.get("/api/traces").header("Authorization", "Bearer " + TOKEN)))
			.isEqualTo(200);
	}

	@Test
	void whereATokenIsNeededAndNoneIsSetNobodyMaySee() {
		assertThat(status(guard(null, true), TestRequest.get("/"))).isEqualTo(403);
		assertThat(status(guard(null, true), bearer(TOKEN))).isEqualTo(403);
	}

	@Test
	void theFilesOfThePageMayAskForTheToken() {
		assertThat(status(this.withToken, TestRequest.get("/").from("8.8.8.8"))).isEqualTo(200);
		assertThat(status(this.withToken, TestRequest.get("/assets/app.js").from("8.8.8.8"))).isEqualTo(200);
		assertThat(status(this.withToken, TestRequest.of("POST", "/api/session").from("8.8.8.8"))).isEqualTo(200);
		assertThat(status(this.withToken, TestRequest.of("POST", "/").from("8.8.8.8"))).isEqualTo(401);
		assertThat(status(this.withToken, TestRequest.get("/api/info").from("8.8.8.8"))).isEqualTo(401);
	}

	@ParameterizedTest
	@ValueSource(strings = { "cross-site", "same-site" })
	void pagesOfOthersReadAndWriteNothing(String site) {
		assertThat(status(this.open, TestRequest.get("/api/traces").header("Sec-Fetch-Site", site))).isEqualTo(403);
		assertThat(status(this.open, TestRequest.of("DELETE", "/api/traces").header("Sec-Fetch-Site", site)))
			.isEqualTo(403);
		assertThat(status(this.open, TestRequest.of("POST", "/v1/traces").header("Sec-Fetch-Site", site)))
			.isEqualTo(403);
	}

	@Test
	void aLinkOfAnotherPageOpensThePage() {
		assertThat(status(this.open, TestRequest.get("/").header("Sec-Fetch-Site", "cross-site"))).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://evil.example", "http://localhost:9999", "null", "http://localhost",
			"http://localhost:8080.evil.example", "" })
	void aForeignOriginWritesNothing(String origin) {
		assertThat(status(this.open, TestRequest.of("DELETE", "/api/traces").header("Origin", origin))).isEqualTo(403);
	}

	// nginx names the upstream in Host unless it is told otherwise
	@Test
	void thePageItselfWritesBehindAProxyThatRenamesTheHost() {
		assertThat(status(this.withToken,
				TestRequest.of("POST", "/api/session")
					.header("Origin", "https://shop.example")
					.header("Sec-Fetch-Site", "same-origin")))
			.isEqualTo(200);
		assertThat(status(this.withToken,
				TestRequest.of("POST", "/api/session")
					.header("Origin", "https://evil.example")
					.header("Sec-Fetch-Site", "cross-site")))
			.isEqualTo(403);
	}

	@Test
	void thePageItselfAndToolsWrite() {
		assertThat(status(this.open,
				TestRequest.of("DELETE", "/api/traces")
					.header("Origin", "http://localhost:8080")
					.header("Sec-Fetch-Site", "same-origin")))
			.isEqualTo(200);
		assertThat(status(this.open, TestRequest.of("POST", "/v1/traces"))).isEqualTo(200);
	}

	@Test
	void theTokenDoesNotExcuseAForeignOrigin() {
		assertThat(status(this.withToken,
				TestRequest.of("DELETE", "/api/traces")
					.header("Authorization", "Bearer " + TOKEN)
					.header("Origin", "http://evil.example")))
			.isEqualTo(403);
	}

	@Test
	void nothingPrintsTheToken() {
		assertThat(new Access(TOKEN, true, Set.of(), Networks.of(List.of())).toString()).doesNotContain(TOKEN);
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "172.17.0.0/33", "172.17.0.0/-1", "172.17/16", "1.2.3.4/x", "", "::1/129",
			"example.com/8", "300.1.1.1" })
	void whatIsNoNetworkIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Networks.of(List.of(text)));
	}

}
