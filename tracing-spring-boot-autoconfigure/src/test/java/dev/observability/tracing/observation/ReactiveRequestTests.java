// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the span of a request to a real Netty says where the application puts a request of
 * its own in the place of Spring's.
 */
class ReactiveRequestTests {

	@SuppressWarnings("NullAway.Init")
	private static TestApplication application;

	@BeforeAll
	static void start() {
		application = TestApplication.start(WebApplicationType.REACTIVE, Application.class,
				"observability.tracing.observation.server.request-headers=x-tenant");
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@Test
	void aRequestWithoutANativeOneLacksItsVersionOnly() {
		SpanData span = application.send("GET /orders/7?full=true", "User-Agent", "test/1", "X-Tenant", "one").server();
		Attributes attributes = span.getAttributes();
		assertThat(span.getName()).isEqualTo("GET /orders/{id}");
		assertThat(attributes.get(HttpAttributes.USER_AGENT)).isEqualTo("test/1");
		assertThat(attributes.get(HttpAttributes.URL_QUERY)).isEqualTo("full=true");
		assertThat(attributes.get(HttpAttributes.requestHeader("x-tenant"))).isEqualTo(List.of("one"));
		assertThat(attributes.get(HttpAttributes.PROTOCOL_VERSION)).isNull();
	}

	/** The application. */
	@Configuration(proxyBeanMethods = false)
	@Import(ServerPages.class)
	static class Application {

		@Bean
		HttpHandlerDecoratorFactory ownRequests() {
			return (handler) -> (request, response) -> handler.handle(own(request), response);
		}

		private static ServerHttpRequest own(ServerHttpRequest request) {
			return (ServerHttpRequest) Proxy.newProxyInstance(ServerHttpRequest.class.getClassLoader(),
					new Class<?>[] { ServerHttpRequest.class }, (proxy, method, arguments) -> {
						try {
							return method.invoke(request, arguments);
						}
						catch (InvocationTargetException ex) {
							throw ex.getTargetException();
						}
					});
		}

	}

}
