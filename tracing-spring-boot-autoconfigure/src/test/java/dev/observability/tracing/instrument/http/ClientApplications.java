// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.http;

import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Scope;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.client.support.RestTemplateAdapter;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.support.WebClientAdapter;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.invoker.HttpExchangeAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;
import org.springframework.web.service.registry.HttpServiceGroup.ClientType;
import org.springframework.web.service.registry.ImportHttpServices;

/**
 * Servlet applications that call themselves through clients of every kind and keep what
 * arrives and what is traced.
 */
final class ClientApplications {

	private ClientApplications() {
	}

	/** A request to the URI, by whatever client; throws what the client throws. */
	interface Call {

		void to(URI uri);

	}

	/** An HTTP interface. */
	interface Target {

		@GetExchange
		ResponseEntity<String> get(URI uri);

	}

	/** The same, because a group is looked up by its interface. */
	interface ReactiveTarget {

		@GetExchange
		Mono<String> get(URI uri);

	}

	/** What all of them have. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
	@Import(Endpoints.class)
	static class Base {

		@Bean
		Spans spans() {
			return new Spans(InMemorySpanExporter.create());
		}

		@Bean
		SpanProcessor spanProcessor(Spans spans) {
			return SimpleSpanProcessor.create(spans.exporter());
		}

	}

	/** No exporter bean, which would get each span a second time. */
	record Spans(InMemorySpanExporter exporter) {

	}

	@RestController
	static class Endpoints {

		/** By trace id, the {@code traceparent} values that the target received. */
		final Map<String, Queue<String>> received = new ConcurrentHashMap<>();

		private final Map<String, Call> calls;

		Endpoints(Map<String, Call> calls) {
			this.calls = calls;
		}

		@GetMapping("/in/{call}")
		String in(@PathVariable String call, @RequestParam URI to) {
			try {
				Objects.requireNonNull(this.calls.get(call)).to(to);
				return "ok";
			}
			catch (RuntimeException ex) {
				return ex.getClass().getSimpleName();
			}
		}

		@GetMapping("/target/{status}")
		ResponseEntity<String> target(@PathVariable int status, @RequestHeader("traceparent") String traceparent) {
			this.received.computeIfAbsent(traceparent.split("-")[1], (id) -> new ConcurrentLinkedQueue<>())
				.add(traceparent);
			return new ResponseEntity<>("body", HttpStatus.valueOf(status));
		}

	}

	/** Clients of Spring Boot's builders, which are observed without us. */
	@Configuration(proxyBeanMethods = false)
	@Import(Groups.class)
	static class BootsBuilders {

		@Bean
		Call restClient(RestClient.Builder builder) {
			RestClient client = builder.build();
			return (uri) -> client.get().uri(uri).retrieve().toBodilessEntity();
		}

		@Bean
		Call restTemplate(RestTemplateBuilder builder) {
			RestTemplate template = builder.build();
			return (uri) -> template.getForObject(uri, String.class);
		}

		@Bean
		Call webClient(WebClient.Builder builder) {
			WebClient client = builder.build();
			return (uri) -> client.get().uri(uri).retrieve().toBodilessEntity().block();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "blocking", types = Target.class)
	@ImportHttpServices(group = "reactive", types = ReactiveTarget.class, clientType = ClientType.WEB_CLIENT)
	static class Groups {

		@Bean
		Call restClientGroup(Target target) {
			return target::get;
		}

		@Bean
		Call webClientGroup(ReactiveTarget target) {
			return (uri) -> target.get(uri).block();
		}

	}

	/** Builders and clients that the application makes itself. */
	@Configuration(proxyBeanMethods = false)
	static class OwnBeans {

		@Bean
		@Scope("prototype")
		RestClient.Builder ownBuilder() {
			return RestClient.builder();
		}

		@Bean
		WebClient.Builder ownWebClientBuilder() {
			return WebClient.builder();
		}

		@Bean
		RestClient ownClient() {
			return RestClient.create();
		}

		@Bean
		RestTemplate ownTemplate() {
			return new RestTemplate();
		}

		@Bean
		WebClient ownWebClient() {
			return WebClient.create();
		}

		@Bean
		Call restClientBuilderBean(RestClient.Builder builder) {
			RestClient client = builder.build();
			return (uri) -> client.get().uri(uri).retrieve().toBodilessEntity();
		}

		@Bean
		Call restClientBean(RestClient client) {
			return (uri) -> client.get().uri(uri).retrieve().toBodilessEntity();
		}

		@Bean
		Call restClientInterface(RestClient client) {
			return proxy(RestClientAdapter.create(client));
		}

		@Bean
		Call restTemplateBean(RestTemplate template) {
			return (uri) -> template.getForObject(uri, String.class);
		}

		@Bean
		Call restTemplateInterface(RestTemplate template) {
			return proxy(RestTemplateAdapter.create(template));
		}

		@Bean
		Call webClientBuilderBean(WebClient.Builder builder) {
			WebClient client = builder.build();
			return (uri) -> client.get().uri(uri).retrieve().toBodilessEntity().block();
		}

		@Bean
		Call webClientBean(WebClient client) {
			return (uri) -> client.get().uri(uri).retrieve().toBodilessEntity().block();
		}

		@Bean
		Call webClientInterface(WebClient client) {
			return proxy(WebClientAdapter.create(client));
		}

		@Bean
		Call webClientOnAnotherThread(WebClient client) {
			return (uri) -> client.get()
				.uri(uri)
				.retrieve()
				.toBodilessEntity()
				.subscribeOn(Schedulers.boundedElastic())
				.contextCapture()
				.block();
		}

		private static Call proxy(HttpExchangeAdapter adapter) {
			return HttpServiceProxyFactory.builderFor(adapter).build().createClient(Target.class)::get;
		}

		/** Leaves the subscription to Spring MVC. */
		@RestController
		static class ReactiveEndpoint {

			private final WebClient client;

			ReactiveEndpoint(WebClient client) {
				this.client = client;
			}

			@GetMapping("/mono")
			Mono<String> mono(@RequestParam URI to) {
				return this.client.get().uri(to).retrieve().bodyToMono(String.class);
			}

		}

	}

}
