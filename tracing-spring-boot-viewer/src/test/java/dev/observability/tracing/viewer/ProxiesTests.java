// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.servlet.Filter;
import org.apache.catalina.filters.RemoteIpFilter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.web.filter.ForwardedHeaderFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Proxies}, and for filters that it cannot know.
 */
class ProxiesTests {

	private static final String[] HEADERS = { "X-Forwarded-For", "127.0.0.1" };

	@ParameterizedTest
	@ValueSource(classes = { Typed.class, Bare.class })
	void aFilterOfTheApplicationThatTellsItsTypeIsFound(Class<?> shop) {
		try (ViewerApp app = ViewerApp.servlet(shop, "observability.tracing.viewer.enabled=true")) {
			assertThat(app.get("/tracing/api/traces").statusCode()).isEqualTo(403);
			assertThat(app.get("/tracing/api/traces", HEADERS).statusCode()).isEqualTo(403);
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { Untyped.class, Raw.class, OfTheContainer.class })
	void oneThatDoesNotHidesNoProxy(Class<?> shop) {
		try (ViewerApp app = ViewerApp.servlet(shop, "observability.tracing.viewer.enabled=true")) {
			assertThat(app.get("/tracing/api/traces", HEADERS).statusCode()).isEqualTo(403);
			assertThat(app.get("/tracing/api/traces").statusCode()).isEqualTo(200);
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { Untyped.class, Raw.class, OfTheContainer.class })
	void theTokenOpensBehindOne(Class<?> shop) {
		try (ViewerApp app = ViewerApp.servlet(shop, "observability.tracing.viewer.enabled=true",
				"observability.tracing.viewer.token=0123456789abcdef")) {
			assertThat(app.get("/tracing/api/traces", HEADERS).statusCode()).isEqualTo(401);
			assertThat(
					app.get("/tracing/api/traces", HEADERS[0], HEADERS[1], "Authorization", "Bearer 0123456789abcdef")
						.statusCode())
				.isEqualTo(200);
		}
	}

	@Test
	void lookingForFiltersMakesNoBean() {
		AtomicBoolean made = new AtomicBoolean();
		DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
		RootBeanDefinition definition = new RootBeanDefinition(Early.class, () -> new Early<>(made));
		beans.registerBeanDefinition("early", definition);
		assertThat(Proxies.areTrusted(new MockEnvironment(), beans)).isFalse();
		assertThat(made).isFalse();
	}

	private static <T extends Filter> FilterRegistrationBean<T> first(T filter) {
		FilterRegistrationBean<T> registration = new FilterRegistrationBean<>(filter);
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
		return registration;
	}

	/** Says what it makes only when it is there. */
	static final class Early<T> implements FactoryBean<T> {

		Early(AtomicBoolean made) {
			made.set(true);
		}

		@Override
		public @Nullable T getObject() {
			return null;
		}

		@Override
		public @Nullable Class<?> getObjectType() {
			return null;
		}

	}

	/** A registration that says of what. */
	@Configuration(proxyBeanMethods = false)
	static class Typed extends ViewerServletTests.Shop {

		@Bean
		FilterRegistrationBean<ForwardedHeaderFilter> forwarded() {
			return first(new ForwardedHeaderFilter());
		}

	}

	/** The filter itself. */
	@Configuration(proxyBeanMethods = false)
	static class Bare extends ViewerServletTests.Shop {

		@Bean
		ForwardedHeaderFilter forwarded() {
			return new ForwardedHeaderFilter();
		}

	}

	/** A registration of any filter. */
	@Configuration(proxyBeanMethods = false)
	static class Untyped extends ViewerServletTests.Shop {

		@Bean
		FilterRegistrationBean<Filter> forwarded() {
			return first(new ForwardedHeaderFilter());
		}

	}

	/** A registration without any type. */
	@Configuration(proxyBeanMethods = false)
	static class Raw extends ViewerServletTests.Shop {

		@Bean
		@SuppressWarnings("rawtypes")
		FilterRegistrationBean forwarded() {
			return first(new ForwardedHeaderFilter());
		}

	}

	/** What Tomcat has as a filter. */
	@Configuration(proxyBeanMethods = false)
	static class OfTheContainer extends ViewerServletTests.Shop {

		@Bean
		FilterRegistrationBean<Filter> forwarded() {
			FilterRegistrationBean<Filter> registration = first(new RemoteIpFilter());
			registration.setInitParameters(Map.of("protocolHeader", "X-Forwarded-Proto"));
			return registration;
		}

	}

}
