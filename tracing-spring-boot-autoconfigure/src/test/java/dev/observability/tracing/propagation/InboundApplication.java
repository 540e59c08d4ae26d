// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * A real server that answers with the headers that it would send on, and keeps its spans.
 */
final class InboundApplication implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private InboundApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static InboundApplication start(WebApplicationType type, String... properties) {
		return start(type, new Class<?>[] { Service.class }, properties);
	}

	static InboundApplication start(WebApplicationType type, Class<?>[] sources, String... properties) {
		List<String> arguments = new ArrayList<>(
				List.of("--server.port=0", "--server.address=127.0.0.1", "--server.shutdown=immediate",
						"--spring.main.banner-mode=off", "--management.metrics.use-global-registry=false"));
		for (String property : properties) {
			arguments.add("--" + property);
		}
		return new InboundApplication(
				new SpringApplicationBuilder(sources).web(type).run(arguments.toArray(String[]::new)));
	}

	/**
	 * Sends a request.
	 * @param path its path
	 * @param lines header lines without their ends
	 * @return what would be sent on, by name in any case; empty where the answer is
	 * another one
	 */
	Map<String, String> get(String path, String... lines) {
		String answer = RawRequest.get(port(), path, List.of(lines));
		Map<String, String> sent = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		answer.lines().filter((line) -> line.startsWith("> ")).forEach((line) -> {
			int equals = line.indexOf('=');
			sent.put(line.substring(2, equals), line.substring(equals + 1));
		});
		return sent;
	}

	/**
	 * Sends any request.
	 * @param method its method
	 * @param path its path
	 * @param lines header lines without their ends
	 * @return the answer, from its first line to the end of its body
	 */
	String send(String method, String path, String... lines) {
		return RawRequest.send(port(), method, path, List.of(lines));
	}

	/**
	 * Receives a message as a listener of Spring does.
	 * @param headers of the message
	 */
	void receive(Map<String, String> headers) {
		ReceiverContext<Map<String, String>> received = new ReceiverContext<>(Map::get, Kind.CONSUMER);
		received.setCarrier(headers);
		Observation.createNotStarted("message", () -> received, this.context.getBean(ObservationRegistry.class))
			.observe(() -> {
			});
	}

	MeterRegistry meters() {
		return this.context.getBean(MeterRegistry.class);
	}

	int port() {
		return this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	long count(PropagationLoss reason) {
		return this.context.getBean(PropagationLosses.class).count(reason);
	}

	/**
	 * Ends the application, so that every span has ended.
	 * @return all spans
	 */
	List<SpanData> spans() {
		InMemorySpanExporter exporter = this.context.getBean(Kept.class).exporter();
		close();
		return exporter.getFinishedSpanItems();
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * Outlives the provider.
	 *
	 * @param exporter what has the spans
	 */
	record Kept(InMemorySpanExporter exporter) {

	}

	/** The application. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
	@RestController
	static class Service {

		private final ContextPropagators propagators;

		Service(ContextPropagators propagators) {
			this.propagators = propagators;
		}

		@Bean
		static Kept kept() {
			return new Kept(InMemorySpanExporter.create());
		}

		@Bean
		static SpanProcessor recorder(Kept kept) {
			return new Recorder(kept);
		}

		// The global ones end with another test's application
		@Bean
		static ReactorResourceFactory reactorResourceFactory() {
			ReactorResourceFactory factory = new ReactorResourceFactory();
			factory.setUseGlobalResources(false);
			factory.setShutdownQuietPeriod(Duration.ZERO);
			return factory;
		}

		@GetMapping(path = { "/orders", "/partners/orders", "/orders/{id}" }, produces = "text/plain")
		String orders() {
			StringBuilder answer = new StringBuilder();
			this.propagators.getTextMapPropagator()
				.inject(Context.current(), answer, (carrier, name,
						value) -> answer.append("> ").append(name).append('=').append(value).append('\n'));
			return answer.toString();
		}

	}

	/** Hands spans on and outlives the end of the provider. */
	private static final class Recorder implements SpanProcessor {

		private final SpanProcessor delegate;

		Recorder(Kept kept) {
			this.delegate = SimpleSpanProcessor.create(kept.exporter());
		}

		@Override
		public void onStart(Context parent, ReadWriteSpan span) {
		}

		@Override
		public boolean isStartRequired() {
			return false;
		}

		@Override
		public void onEnd(ReadableSpan span) {
			this.delegate.onEnd(span);
		}

		@Override
		public boolean isEndRequired() {
			return true;
		}

	}

}
