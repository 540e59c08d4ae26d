// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sampling;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class DroppedPathsTests {

	private final DroppedPaths paths = new DroppedPaths(List.of("/actuator/**", "/ping", "/*/health", "/a*/b/**"),
			true);

	@ParameterizedTest
	@ValueSource(strings = { "/actuator", "/actuator/", "/actuator/health", "/actuator/health/db", "/ping",
			"/orders/health", "/abc/b", "/abc/b/c/d" })
	void containWhatAPatternMatches(String path) {
		assertThat(this.paths.contain("POST", path)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "", "/actuators", "/ping/1", "/pingpong", "/health", "/orders/1/health", "/x/b",
			"/orders" })
	void leaveOutWhatNoPatternMatches(String path) {
		assertThat(this.paths.contain("POST", path)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/../orders", "/actuator/..;/orders", "/actuator/;x=1/../orders",
			"/actuator/%2e%2e/orders", "/actuator//../orders", "/actuator/..\\orders", "/actuator/./x",
			"/orders/..;/x.css", "/orders;x.css", "/orders%2f..%2fx.css" })
	void keepWhatAServerCouldReadAsAnotherPath(String path) {
		assertThat(this.paths.contain("GET", path)).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "GET,/favicon.ico,true", "HEAD,/app.js,true", "GET,/css/site.css,true", "GET,/fonts/a.woff2,true",
			"POST,/app.js,false", "PUT,/images/1.png,false", ",/app.js,false", "GET,/images/1,false",
			"GET,/report.pdf,false", "GET,/orders.json,false", "GET,/app.js/edit,false", "GET,/a.,false" })
	void containFilesThatABrowserFetches(String method, String path, boolean contained) {
		assertThat(this.paths.contain(method, path)).isEqualTo(contained);
	}

	@Test
	void leaveStaticResourcesInWhenToldTo() {
		assertThat(new DroppedPaths(List.of(), false).contain("GET", "/app.js")).isFalse();
	}

	@Test
	void takeAPathOfManyCharacters() {
		assertThat(this.paths.contain("GET", "/".repeat(100_000))).isFalse();
		assertThat(this.paths.contain("GET", "/a" + "x".repeat(100_000) + "/b/c")).isTrue();
	}

}
