// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.application.server;

import java.lang.management.ManagementFactory;
import java.util.Map;

import dev.observability.tracing.benchmarks.launch.Control;
import dev.observability.tracing.benchmarks.launch.UsedHeap;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;

/**
 * The application of every variant. Says "ready", its port and the milliseconds since the
 * start of the JVM; answers "heap" with the bytes that are used, and each other line with
 * its {@link Counters}.
 */
@SpringBootApplication
public class BenchmarkApplication {

	public static void main(String[] arguments) {
		SpringApplication application = new SpringApplication(BenchmarkApplication.class);
		application.setDefaultProperties(Map.ofEntries(Map.entry("server.port", "0"),
				Map.entry("server.address", "127.0.0.1"), Map.entry("spring.application.name", "benchmark"),
				// Kept, so that the CPU time of no thread is lost
				Map.entry("server.tomcat.threads.max", "16"), Map.entry("server.tomcat.threads.min-spare", "16"),
				Map.entry("server.tomcat.max-keep-alive-requests", "-1"),
				Map.entry("server.tomcat.keep-alive-timeout", "-1"),
				Map.entry("spring.datasource.url", "jdbc:h2:mem:benchmark;DB_CLOSE_DELAY=-1"),
				Map.entry("spring.sql.init.schema-locations", "classpath:benchmark/schema.sql"),
				Map.entry("spring.jpa.hibernate.ddl-auto", "none")));
		application.run(arguments);
	}

	/**
	 * Tells the parent.
	 * @param event that all is up
	 */
	@EventListener
	public void ready(ApplicationReadyEvent event) {
		long millis = System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
		Environment environment = event.getApplicationContext().getEnvironment();
		Control.say("ready " + environment.getRequiredProperty("local.server.port") + " " + millis);
		Counters counters = new Counters();
		Control
			.serve((question) -> question.equals("heap") ? Long.toString(UsedHeap.afterCollection()) : counters.line());
	}

}
