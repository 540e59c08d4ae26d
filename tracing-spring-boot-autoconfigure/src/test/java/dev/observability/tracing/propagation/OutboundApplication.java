// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * A real server that calls itself at {@code 127.0.0.1} and answers with the headers that
 * arrived there.
 */
final class OutboundApplication implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private OutboundApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static OutboundApplication start(WebApplicationType type, String... properties) {
		List<String> arguments = new ArrayList<>(
				List.of("--server.port=0", "--server.address=127.0.0.1", "--server.shutdown=immediate",
						"--spring.main.banner-mode=off", "--management.metrics.use-global-registry=false"));
		for (String property : properties) {
			arguments.add("--" + property);
		}
		return new OutboundApplication(
				new SpringApplicationBuilder(Service.class).web(type).run(arguments.toArray(String[]::new)));
	}

	/**
	 * Sends a request with header lines, upon which the application calls itself.
	 * @param client what it calls with: {@code rest}, {@code template} or {@code web}
	 * @param lines header lines without their ends
	 * @return each header of the call with its lines
	 */
	Map<String, String> call(String client, String... lines) {
		String response = RawRequest.get(port(), "/" + client, List.of(lines));
		if (!response.startsWith("HTTP/1.1 200")) {
			throw new AssertionError(response);
		}
		Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		for (String line : response.split("\n")) {
			if (line.startsWith("> ")) {
				String[] parts = line.substring(2).strip().split("=", 2);
				headers.put(parts[0], parts[1]);
			}
		}
		return headers;
	}

	PropagationLosses losses() {
		return this.context.getBean(PropagationLosses.class);
	}

	private int port() {
		return this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	@Override
	public void close() {
		this.context.close();
	}

	/** The application. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
	@RestController
	static class Service {

		private final Environment environment;

		private final RestClient restClient;

		private final RestTemplate restTemplate;

		private final WebClient webClient;

		Service(Environment environment, ObjectProvider<RestClient.Builder> restClient,
				ObjectProvider<RestTemplateBuilder> restTemplate, WebClient.Builder webClient) {
			this.environment = environment;
			this.restClient = restClient.getIfAvailable(RestClient::builder).build();
			this.restTemplate = restTemplate.getIfAvailable(RestTemplateBuilder::new).build();
			this.webClient = webClient.build();
		}

		// The global ones end with the first application, after two seconds of waiting
		@Bean
		static ReactorResourceFactory reactorResourceFactory() {
			ReactorResourceFactory factory = new ReactorResourceFactory();
			factory.setUseGlobalResources(false);
			factory.setShutdownQuietPeriod(Duration.ZERO);
			return factory;
		}

		@GetMapping("/rest")
		String rest() {
			return String.valueOf(this.restClient.get().uri(target()).retrieve().body(String.class));
		}

		@GetMapping("/template")
		String template() {
			return String.valueOf(this.restTemplate.getForObject(target(), String.class));
		}

		@GetMapping("/web")
		Mono<String> web() {
			return this.webClient.get().uri(target()).retrieve().bodyToMono(String.class);
		}

		@GetMapping("/target")
		String received(@RequestHeader HttpHeaders headers) {
			StringBuilder received = new StringBuilder();
			headers.forEach((name, lines) -> received.append("\n> ")
				.append(name)
				.append('=')
				.append(String.join(" AND ", lines))
				.append('\n'));
			return received.toString();
		}

		private String target() {
			return "http://127.0.0.1:" + this.environment.getProperty("local.server.port") + "/target";
		}

	}

}
