// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.agent;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

import dev.observability.tracing.JavaAgent;
import dev.observability.tracing.Tracing;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

/**
 * A small web application that calls itself and tells what it knows; runs until its
 * standard input ends.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
public class AgentApplication {

	/**
	 * Starts the application.
	 * @param arguments of Spring Boot
	 * @throws IOException never, in practice
	 */
	public static void main(String[] arguments) throws IOException {
		ConfigurableApplicationContext context = SpringApplication.run(AgentApplication.class, arguments);
		System.in.transferTo(OutputStream.nullOutputStream());
		context.close();
	}

	@Bean
	RestClient ownClient() {
		return RestClient.create();
	}

	/** What the test asks. */
	@RestController
	static class Endpoints {

		private final Queue<List<String>> received = new ConcurrentLinkedQueue<>();

		private final ConfigurableApplicationContext context;

		private final RestClient ownClient;

		private final RestClient bootsClient;

		private final Tracing tracing;

		Endpoints(ConfigurableApplicationContext context, RestClient ownClient, RestClient.Builder builder,
				Tracing tracing) {
			this.context = context;
			this.tracing = tracing;
			this.ownClient = ownClient;
			this.bootsClient = builder.build();
		}

		@GetMapping("/in")
		String in(@RequestParam String to) {
			this.tracing.run("by hand", () -> this.ownClient.get().uri(to).retrieve().toBodilessEntity());
			this.bootsClient.get().uri(to).retrieve().toBodilessEntity();
			return "ok";
		}

		@GetMapping("/target")
		String target(@RequestHeader("traceparent") List<String> traceparents) {
			this.received.add(traceparents);
			return "ok";
		}

		@GetMapping("/received")
		String received() {
			return this.received.toString();
		}

		@GetMapping("/agent")
		boolean agent() {
			return JavaAgent.isPresent();
		}

		/** Beans whose class is ours. */
		@GetMapping("/ours")
		List<String> ours() {
			return Stream.of(this.context.getBeanDefinitionNames())
				.map(this.context::getBean)
				.map((bean) -> bean.getClass().getName())
				.filter((name) -> name.startsWith("dev.observability.tracing."))
				.filter((name) -> !name.startsWith(AgentApplication.class.getName()))
				.toList();
		}

	}

}
