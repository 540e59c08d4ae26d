// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.logging;

import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.encoder.Encoder;
import net.logstash.logback.encoder.LogstashEncoder;
import org.slf4j.event.KeyValuePair;

import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Makes log events of a request, with ids in MDC, and writes them. For one thread.
 */
public final class LogLines {

	private static final Map<String, String> SERVICE = Map.of("service.name", "orders", "service.version", "1.4.2",
			"service.environment", "production");

	private final LoggerContext context = new LoggerContext();

	private final Logger logger;

	private final Encoder<ILoggingEvent> encoder;

	private final IllegalStateException failure;

	private int number;

	public LogLines(LogVariant variant) {
		LogbackMDCAdapter mdc = new LogbackMDCAdapter();
		this.context.setMDCAdapter(mdc);
		mdc.put("trace_id", "4bf92f3577b34da6a3ce929d0e0e4736");
		mdc.put("span_id", "00f067aa0ba902b7");
		mdc.put("trace_flags", "01");
		mdc.put("correlation_id", "4bf92f3577b34da6a3ce929d0e0e4736");
		mdc.put("tenant", "acme");
		this.logger = this.context.getLogger("com.example.orders.OrderService");
		this.encoder = (variant.format() != null) ? structured(variant.format()) : logstash();
		this.encoder.setContext(this.context);
		this.encoder.start();
		this.failure = new IllegalStateException("Order 4711 cannot be placed",
				new IllegalArgumentException("No such article"));
	}

	private Encoder<ILoggingEvent> structured(String format) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.addFirst(new MapPropertySource("benchmark",
					Map.of("management.opentelemetry.resource-attributes[service.name]", "orders",
							"management.opentelemetry.resource-attributes[service.version]", "1.4.2",
							"management.opentelemetry.resource-attributes[deployment.environment.name]", "production",
							"logging.structured.json.add[service.name]", "orders",
							"logging.structured.json.add[service.version]", "1.4.2",
							"logging.structured.json.add[service.environment]", "production")));
		if (format.equals("ecs")) {
			environment.getPropertySources()
				.replace("benchmark",
						new MapPropertySource("benchmark",
								Map.of("logging.structured.ecs.service.name", "orders",
										"logging.structured.ecs.service.version", "1.4.2",
										"logging.structured.ecs.service.environment", "production")));
		}
		this.context.putObject(Environment.class.getName(), environment);
		StructuredLogEncoder encoder = new StructuredLogEncoder();
		encoder.setFormat(format);
		return encoder;
	}

	private static Encoder<ILoggingEvent> logstash() {
		LogstashEncoder encoder = new LogstashEncoder();
		encoder.setIncludeContext(false);
		encoder.setFindAndRegisterJacksonModules(false);
		StringBuilder service = new StringBuilder("{");
		SERVICE.forEach((name, value) -> service.append((service.length() > 1) ? "," : "")
			.append('"')
			.append(name)
			.append("\":\"")
			.append(value)
			.append('"'));
		encoder.setCustomFields(service.append('}').toString());
		return encoder;
	}

	/**
	 * Writes an event as most are: a message with a parameter and one field.
	 * @return the line
	 */
	public byte[] plain() {
		LoggingEvent event = new LoggingEvent(LogLines.class.getName(), this.logger, Level.INFO,
				"Order {} placed with 3 articles for 42.00 EUR", null, new Object[] { this.number++ });
		event.setKeyValuePairs(List.of(new KeyValuePair("articles", 3)));
		return this.encoder.encode(event);
	}

	/**
	 * Writes an event with an exception and its cause.
	 * @return the line
	 */
	public byte[] error() {
		LoggingEvent event = new LoggingEvent(LogLines.class.getName(), this.logger, Level.ERROR, "Order {} failed",
				this.failure, new Object[] { this.number++ });
		return this.encoder.encode(event);
	}

}
