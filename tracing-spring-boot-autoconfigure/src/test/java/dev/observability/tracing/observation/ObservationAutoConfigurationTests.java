// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.util.List;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.micrometer.tracing.propagation.Propagator;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

class ObservationAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(AutoConfigurations
		.of(org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration.class,
				OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class,
				MicrometerTracingAutoConfiguration.class, ObservationAutoConfiguration.class,
				CurrentSpanAutoConfiguration.class));

	@Test
	void itsHandlersTakeThePlaceOfBootsByDefault() {
		this.runner.run((context) -> {
			assertThat(context).getBean(DefaultTracingObservationHandler.class).isInstanceOf(DefaultHandler.class);
			assertThat(context).getBean(PropagatingReceiverTracingObservationHandler.class)
				.isInstanceOf(ReceiverHandler.class);
			assertThat(context).getBean(PropagatingSenderTracingObservationHandler.class)
				.isInstanceOf(SenderHandler.class);
			assertThat(context).hasSingleBean(ObservedTraceContext.class);
			assertThat(context.getBean(Tracer.class).currentTraceContext())
				.isSameAs(context.getBean(ObservedTraceContext.class));
			assertThat(context.getBeansOfType(SpanConvention.class)).hasSizeGreaterThanOrEqualTo(4);
		});
	}

	@Test
	void staysWhereTracingIsOffToPassOnTheContextOfOthers() {
		this.runner.withPropertyValues("observability.tracing.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(ReceiverHandler.class)
				.hasSingleBean(SenderHandler.class));
	}

	@Test
	void bootsHandlersStayWhenSwitchedOff() {
		this.runner.withPropertyValues("observability.tracing.observation.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(DefaultTracingObservationHandler.class)
				.doesNotHaveBean(DefaultHandler.class)
				.doesNotHaveBean(ReceiverHandler.class)
				.doesNotHaveBean(SenderHandler.class)
				.doesNotHaveBean(ObservedTraceContext.class)
				.doesNotHaveBean(ObservationSpans.class)
				.doesNotHaveBean(SpanConvention.class));
	}

	@Test
	void handlersOfTheUserWin() {
		this.runner.withUserConfiguration(OwnHandlers.class).run((context) -> {
			assertThat(context).hasNotFailed()
				.doesNotHaveBean(DefaultHandler.class)
				.doesNotHaveBean(ReceiverHandler.class)
				.hasSingleBean(SenderHandler.class);
			assertThat(context).getBean(DefaultTracingObservationHandler.class).isSameAs(context.getBean("ownDefault"));
		});
	}

	@Test
	void aHandlerOfTheUserAndOursShareOneTrace() {
		this.runner.withUserConfiguration(OwnHandlers.class, Exported.class)
			.withPropertyValues("management.tracing.sampling.probability=1.0")
			.run((context) -> {
				ObservationRegistry registry = context.getBean(ObservationRegistry.class);
				Observation.createNotStarted("outer", registry)
					.observe(() -> Observation.createNotStarted("inner", registry)
						.observe(() -> assertThat(context.getBean(Tracer.class).currentSpan()).isNotNull()));
				Spans spans = context.getBean(Spans.class);
				assertThat(Spans.named(spans.all(), "inner").getParentSpanId())
					.isEqualTo(Spans.named(spans.all(), "outer").getSpanId());
			});
	}

	@Test
	void worksWithoutServletsSpringWebAndWebFlux() {
		for (Class<?> missing : List.of(HttpServletRequest.class, RestClient.class, WebClient.class,
				org.springframework.http.client.observation.ClientRequestObservationContext.class,
				org.springframework.http.server.reactive.observation.ServerRequestObservationContext.class)) {
			this.runner.withClassLoader(new FilteredClassLoader(missing))
				.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(DefaultHandler.class));
		}
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.http", "org.springframework.web"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(DefaultHandler.class)
				.doesNotHaveBean(ServletServerConvention.class)
				.doesNotHaveBean(ReactiveServerConvention.class)
				.doesNotHaveBean(RestClientConvention.class)
				.doesNotHaveBean(WebClientConvention.class));
	}

	@Test
	void isAbsentWithoutTheBridge() {
		this.runner.withClassLoader(new FilteredClassLoader(OtelTracer.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ObservationAutoConfiguration.class)
				.doesNotHaveBean(DefaultHandler.class));
	}

	@Test
	void itsPropertiesAreBound() {
		this.runner
			.withPropertyValues("observability.tracing.observation.server.request-headers=X-Tenant,Accept-Language",
					"observability.tracing.observation.server.response-headers=Content-Type",
					"observability.tracing.observation.client.request-headers=X-A",
					"observability.tracing.observation.client.response-headers=X-B")
			.run((context) -> assertThat(context.getBean(ObservationProperties.class))
				.isEqualTo(new ObservationProperties(true,
						new ObservationProperties.Server(List.of("X-Tenant", "Accept-Language"),
								List.of("Content-Type")),
						new ObservationProperties.Client(List.of("X-A"), List.of("X-B")))));
	}

	@ParameterizedTest
	@CsvSource({ "server.request-headers, Authorization", "server.request-headers, COOKIE",
			"server.request-headers, X-Api-Key", "server.request-headers, x_csrf_token",
			"server.request-headers, X-Forwarded-Authorization", "server.request-headers, x-amzn-oidc-data",
			"server.request-headers, X-Trace-Force", "server.response-headers, Set-Cookie",
			"server.response-headers, WWW-Authenticate", "server.request-headers, Ocp-Apim-Subscription-Key",
			"server.request-headers, X-Functions-Key", "server.request-headers, Key", "client.request-headers, DPoP",
			"client.response-headers, DPoP-Nonce", "server.request-headers, X-Forwarded-Client-Cert",
			"server.request-headers, X_Ssl_Client_Cert", "client.request-headers, Proxy-Authorization",
			"client.response-headers, X-Session-Id" })
	void headersWithCredentialsAreRefusedAtTheStart(String key, String header) {
		this.runner.withPropertyValues("observability.tracing.observation." + key + "=X-Fine," + header)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("observability.tracing.observation." + key)
				.hasMessageContaining(header)
				.hasMessageContaining("credentials"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "Idempotency-Key", "X-Idempotency-Key", "X-Keyboard", "Keep-Alive" })
	void headersThatOnlyLookLikeCredentialsAreTaken(String header) {
		this.runner.withPropertyValues("observability.tracing.observation.client.request-headers=" + header)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@ValueSource(strings = { "X Tenant", "X:Tenant", "Ümlaut" })
	void whatIsNoHeaderNameIsRefusedAtTheStart(String header) {
		this.runner.withPropertyValues("observability.tracing.observation.server.request-headers=" + header)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("RFC 9110"));
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnHandlers {

		@Bean
		DefaultTracingObservationHandler ownDefault(Tracer tracer) {
			return new DefaultTracingObservationHandler(tracer);
		}

		@Bean
		PropagatingReceiverTracingObservationHandler<?> ownReceiver(Tracer tracer, Propagator propagator) {
			return new PropagatingReceiverTracingObservationHandler<>(tracer, propagator);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Exported {

		@Bean
		Spans spans() {
			return new Spans();
		}

		@Bean
		SpanProcessor spanProcessor(Spans spans) {
			return SimpleSpanProcessor.create(spans.exporter());
		}

	}

}
