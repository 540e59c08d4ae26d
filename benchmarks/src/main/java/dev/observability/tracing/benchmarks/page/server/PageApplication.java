// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.page.server;

import java.util.Map;

import dev.observability.tracing.benchmarks.launch.Control;
import dev.observability.tracing.benchmarks.launch.UsedHeap;
import dev.observability.tracing.export.SpanTap;
import io.opentelemetry.api.OpenTelemetry;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * An application with the trace page, whose bounds are raised. Says "ready" and its port;
 * answers "capture" and a number of rounds with what {@link CaptureCost} finds, and
 * "heap" with the bytes that are used.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(PageApplication.Greetings.class)
public class PageApplication {

	public static void main(String[] arguments) {
		SpringApplication application = new SpringApplication(PageApplication.class);
		application.setDefaultProperties(Map.of("server.port", "0", "server.address", "127.0.0.1",
				"spring.application.name", "benchmark", "observability.tracing.viewer.enabled", "true",
				"observability.tracing.viewer.max-memory", "1GB", "observability.tracing.viewer.max-traces", "100000",
				"observability.tracing.viewer.max-spans", "10000000",
				"observability.tracing.viewer.max-spans-per-trace", "1000000"));
		ConfigurableApplicationContext context = application.run(arguments);
		CaptureCost cost = new CaptureCost(context.getBean(SpanTap.class), context.getBean(OpenTelemetry.class));
		Control.say("ready " + context.getEnvironment().getRequiredProperty("local.server.port"));
		Control.serve((question) -> question.equals("heap") ? Long.toString(UsedHeap.afterCollection())
				: cost.measure(Integer.parseInt(question.substring("capture ".length()))));
	}

	/** What it does. */
	@RestController
	static class Greetings {

		@GetMapping("/hello")
		String hello() {
			return "hello";
		}

	}

}
