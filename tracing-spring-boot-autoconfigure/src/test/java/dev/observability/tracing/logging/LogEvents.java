// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Logs single events by Boot's own encoder with a formatter of ours.
 */
final class LogEvents {

	private final LoggerContext context = new LoggerContext();

	private final LogbackMDCAdapter mdc = new LogbackMDCAdapter();

	private final Map<String, Object> properties = new LinkedHashMap<>();

	private final LogFormat format;

	private Charset charset = StandardCharsets.UTF_8;

	LogEvents(LogFormat format) {
		this.format = format;
		this.context.setMDCAdapter(this.mdc);
	}

	LogEvents property(String key, Object value) {
		this.properties.put(key, value);
		return this;
	}

	LogEvents mdc(String key, String value) {
		this.mdc.put(key, value);
		return this;
	}

	LogEvents charset(Charset charset) {
		this.charset = charset;
		return this;
	}

	LogEvents traced() {
		return mdc("trace_id", "4bf92f3577b34da6a3ce929d0e0e4736").mdc("span_id", "00f067aa0ba902b7")
			.mdc("trace_flags", "01")
			.mdc("correlation_id", "order-4711");
	}

	LoggingEvent event(Level level, @Nullable String message, @Nullable Throwable throwable,
			@Nullable Object... arguments) {
		Logger logger = this.context.getLogger("com.example.Orders");
		return new LoggingEvent(LogEvents.class.getName(), logger, level, message, throwable, arguments);
	}

	LogstashLogFormatter logstash() {
		return new LogstashLogFormatter(new StandardEnvironment(), null);
	}

	JsonNode log(String message, @Nullable Object... arguments) {
		return write(event(Level.INFO, message, null, arguments));
	}

	JsonNode error(String message, Throwable throwable) {
		return write(event(Level.ERROR, message, throwable));
	}

	JsonNode keyValue(@Nullable String key, @Nullable Object value) {
		LoggingEvent event = event(Level.INFO, "m", null);
		event.addKeyValuePair(new KeyValuePair(key, value));
		return write(event);
	}

	JsonNode marked(Marker... markers) {
		LoggingEvent event = event(Level.INFO, "m", null);
		for (Marker marker : markers) {
			event.addMarker(marker);
		}
		return write(event);
	}

	JsonNode write(LoggingEvent event) {
		return StrictJson.line(text(event));
	}

	String text(LoggingEvent event) {
		String line = new String(bytes(event), this.charset);
		if (!line.endsWith("}\n") || line.indexOf('\n') < line.length() - 1) {
			throw new IllegalStateException("Not one line: " + line);
		}
		return line;
	}

	byte[] bytes(LoggingEvent event) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("test", this.properties));
		this.context.putObject(Environment.class.getName(), environment);
		StructuredLogEncoder encoder = new StructuredLogEncoder();
		encoder.setContext(this.context);
		encoder.setFormat(String.valueOf(this.format.formatter()));
		encoder.setCharset(this.charset);
		encoder.start();
		return encoder.encode(event);
	}

	static String message(LogFormat format, JsonNode line) {
		return line.get((format == LogFormat.OTEL) ? "body" : "message").asString();
	}

	static JsonNode fields(LogFormat format, JsonNode line) {
		return (format == LogFormat.OTEL) ? line.get("attributes") : line;
	}

	static Map<String, String> texts(JsonNode node) {
		Map<String, String> texts = new LinkedHashMap<>();
		node.properties().forEach((entry) -> texts.put(entry.getKey(), text(entry.getValue())));
		return texts;
	}

	private static String text(JsonNode node) {
		return node.isContainer() ? node.toString() : node.asString();
	}

}
