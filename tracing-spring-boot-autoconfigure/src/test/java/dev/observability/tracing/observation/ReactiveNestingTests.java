// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.util.List;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.tracing.Tracer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Observations inside each other in a reactive chain on a real Netty, with and without
 * Reactor's automatic context propagation.
 */
@SuppressWarnings("try") // A resource is there to be open
class ReactiveNestingTests {

	@AfterAll
	static void stop() {
		Hooks.disableAutomaticContextPropagation();
	}

	@ParameterizedTest
	@CsvSource({ "auto, /nested, 'GET /nested,outer,inner,GET /leaf,GET /leaf'",
			"auto, /observed, 'GET /observed,outer,observed,GET /leaf,GET /leaf'",
			"auto, /raw, 'GET /raw,raw,GET /leaf,GET /leaf'",
			"limited, /nested, 'GET /nested,outer,inner,GET /leaf,GET /leaf'" })
	void eachIsTheChildOfTheOneAround(String propagation, String path, String names) {
		try (TestApplication application = TestApplication.start(WebApplicationType.REACTIVE, Application.class,
				"management.observations.annotations.enabled=true",
				"spring.reactor.context-propagation=" + propagation)) {
			for (int i = 0; i < 20; i++) {
				assertChain(application, application.send("GET " + path), List.of(names.split(",")));
			}
			assertThat(application.bean(Leaks.class).found()).isEmpty();
		}
		finally {
			Hooks.disableAutomaticContextPropagation();
		}
	}

	private static void assertChain(TestApplication application, TestApplication.Exchange exchange,
			List<String> expected) {
		assertThat(exchange.body()).isEqualTo("leaf");
		List<SpanData> spans = application.spans().ofTrace(exchange.traceId(), expected.size());
		String parent = "00f067aa0ba902b7";
		for (String name : expected) {
			String parentId = parent;
			SpanData child = assertThat(spans).filteredOn((span) -> span.getParentSpanId().equals(parentId))
				.singleElement()
				.actual();
			assertThat(child.getName()).isEqualTo(name);
			parent = child.getSpanId();
		}
		assertThat(spans).hasSameSizeAs(expected);
	}

	@RestController
	static class Pages {

		private final ObservationRegistry registry;

		private final Tracer tracer;

		private final io.opentelemetry.api.trace.Tracer openTelemetry;

		private final Leaks leaks;

		private final WebClient client;

		private final RestClient blocking;

		private final NestingPages.Annotated annotated;

		private final Environment environment;

		Pages(ObservationRegistry registry, Tracer tracer, io.opentelemetry.api.trace.Tracer openTelemetry, Leaks leaks,
				WebClient.Builder client, RestClient.Builder blocking, NestingPages.Annotated annotated,
				Environment environment) {
			this.registry = registry;
			this.tracer = tracer;
			this.openTelemetry = openTelemetry;
			this.leaks = leaks;
			this.client = client.build();
			this.blocking = blocking.build();
			this.annotated = annotated;
			this.environment = environment;
		}

		@GetMapping("/nested")
		Mono<String> nested() {
			Mono<String> inner = Mono.defer(this::leafCall).doOnNext((body) -> check("in inner"));
			return observed("outer",
					observed("inner", inner).publishOn(Schedulers.parallel()).doOnNext((body) -> check("in outer")));
		}

		@GetMapping("/observed")
		Mono<String> annotated() {
			Mono<String> blocked = Mono.fromCallable(() -> this.annotated.observed(this::blockingLeafCall))
				.subscribeOn(Schedulers.boundedElastic());
			return observed("outer", blocked.doOnNext((body) -> check("after @Observed")));
		}

		private String blockingLeafCall() {
			check("in @Observed");
			String port = this.environment.getRequiredProperty("local.server.port");
			return String
				.valueOf(this.blocking.get().uri("http://127.0.0.1:{port}/leaf", port).retrieve().body(String.class));
		}

		private <T> Mono<T> observed(String name, Mono<T> inside) {
			return Mono.deferContextual((context) -> {
				Observation parent = context.get(ObservationThreadLocalAccessor.KEY);
				Observation observation = Observation.createNotStarted(name, this.registry)
					.parentObservation(parent)
					.start();
				return inside.doFinally((signal) -> observation.stop())
					.contextWrite((changed) -> changed.put(ObservationThreadLocalAccessor.KEY, observation));
			});
		}

		@GetMapping("/raw")
		Mono<String> raw() {
			return Mono.defer(() -> {
				Span span = this.openTelemetry.spanBuilder("raw").startSpan();
				try (Scope scope = span.makeCurrent()) {
					check("in raw");
					return Mono.just(String.valueOf(leafCall().toFuture().join())).doFinally((signal) -> span.end());
				}
			}).subscribeOn(Schedulers.boundedElastic());
		}

		@GetMapping("/leaf")
		Mono<String> leafPage() {
			return Mono.fromSupplier(() -> {
				check("in the leaf");
				return "leaf";
			});
		}

		private Mono<String> leafCall() {
			String port = this.environment.getRequiredProperty("local.server.port");
			return this.client.get().uri("http://127.0.0.1:{port}/leaf", port).retrieve().bodyToMono(String.class);
		}

		private void check(String when) {
			if ("auto".equals(this.environment.getProperty("spring.reactor.context-propagation"))) {
				this.leaks.checkAgreement(when, this.tracer);
			}
		}

	}

	/** The application. */
	@Configuration(proxyBeanMethods = false)
	@Import({ ReactiveServerTests.Application.class, Pages.class })
	static class Application {

		@Bean
		NestingPages.Levels levels(ObservationRegistry registry, Tracer tracer,
				io.opentelemetry.api.trace.Tracer openTelemetry, Leaks leaks) {
			return new NestingPages.Levels(registry, tracer, openTelemetry, leaks);
		}

		@Bean
		NestingPages.Annotated annotated(NestingPages.Levels levels) {
			return new NestingPages.Annotated(levels);
		}

	}

}
