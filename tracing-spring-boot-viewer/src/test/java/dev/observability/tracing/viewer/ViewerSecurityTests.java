// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer;

import java.net.http.HttpResponse;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the page in applications that keep no session and demand a signed token of
 * every request.
 */
class ViewerSecurityTests {

	private static final String ENABLED = "observability.tracing.viewer.enabled=true";

	private static final String VIEWER_TOKEN = "0123456789abcdef";

	@Test
	void aStatelessChainLeavesThePageAlone() {
		try (ViewerApp app = ViewerApp.servlet(StatelessShop.class, ENABLED)) {
			assertLeftAlone(app);
		}
		try (ViewerApp app = ViewerApp.reactive(StatelessReactiveShop.class, ENABLED)) {
			assertLeftAlone(app);
		}
	}

	private static void assertLeftAlone(ViewerApp app) {
		assertThat(app.get("/hello").statusCode()).isEqualTo(401);
		HttpResponse<String> page = app.get("/tracing/api/traces");
		assertThat(page.statusCode()).isEqualTo(200);
		assertThat(page.headers().map()).doesNotContainKeys("set-cookie", "www-authenticate");
		assertThat(ViewerApp.send("DELETE", app.port(), "/tracing/api/traces", "").statusCode()).isEqualTo(204);
	}

	// It is no JWT, and is none of the application's business
	@Test
	void theTokenOfThePageIsNotReadAsOneOfTheApplication() {
		String token = "observability.tracing.viewer.token=" + VIEWER_TOKEN;
		try (ViewerApp app = ViewerApp.servlet(StatelessShop.class, ENABLED, token)) {
			assertOpensThePageOnly(app);
		}
		try (ViewerApp app = ViewerApp.reactive(StatelessReactiveShop.class, ENABLED, token)) {
			assertOpensThePageOnly(app);
		}
	}

	private static void assertOpensThePageOnly(ViewerApp app) {
		assertThat(app.get("/tracing/api/traces", "Authorization", "Bearer " + VIEWER_TOKEN).statusCode())
			.isEqualTo(200);
		assertThat(app.get("/hello", "Authorization", "Bearer " + VIEWER_TOKEN).statusCode()).isEqualTo(401);
	}

	/** An application that demands a JWT. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(ViewerServletTests.HelloController.class)
	static class StatelessShop {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return http.sessionManagement((session) -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
				.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.oauth2ResourceServer((server) -> server.jwt(Customizer.withDefaults()))
				.build();
		}

		@Bean
		JwtDecoder decoder() {
			return (token) -> {
				throw new BadJwtException("not signed");
			};
		}

	}

	/** Likewise, on a reactive server. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(ViewerReactiveTests.HelloController.class)
	static class StatelessReactiveShop {

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
			return http.securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
				.authorizeExchange((exchanges) -> exchanges.anyExchange().authenticated())
				.oauth2ResourceServer((server) -> server.jwt(Customizer.withDefaults()))
				.build();
		}

		@Bean
		ReactiveJwtDecoder decoder() {
			return (token) -> Mono.error(new BadJwtException("not signed"));
		}

	}

}
