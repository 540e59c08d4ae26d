// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.Resource;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * How the application configures Logback, as far as it tells who chooses the appender of
 * the console. Start of the application, main thread. Never throws.
 *
 * @param present whether Logback is there; our formats are for its events
 * @param ownFile whether the application has a file of its own, which Spring Boot then
 * follows
 * @param structured whether that file has an appender that follows the format
 */
record LogbackFacts(boolean present, boolean ownFile, boolean structured) {

	/** What a file of one's own needs for the format, without line breaks. */
	static final String INCLUDES = "<include resource=\"org/springframework/boot/logging/logback/defaults.xml\"/> and "
			+ "<include resource=\"org/springframework/boot/logging/logback/structured-console-appender.xml\"/>";

	/** What Boot finds by itself, see LogbackLoggingSystem. */
	private static final List<String> OWN_FILES = List.of("logback-test.groovy", "logback-test.xml", "logback.groovy",
			"logback.xml", "logback-test-spring.groovy", "logback-test-spring.xml", "logback-spring.groovy",
			"logback-spring.xml");

	/** One of these is in a file with an appender that follows the format. */
	private static final List<String> STRUCTURED = List.of("structured-console-appender.xml", "StructuredLogEncoder");

	private static final int MAX_BYTES = 1024 * 1024;

	static LogbackFacts of(Environment environment, ClassLoader classLoader) {
		boolean present = ClassUtils.isPresent("ch.qos.logback.classic.LoggerContext", classLoader);
		Resource file = file(environment, classLoader);
		return new LogbackFacts(present, file != null, file != null && isStructured(file));
	}

	private static @Nullable Resource file(Environment environment, ClassLoader classLoader) {
		DefaultResourceLoader loader = new DefaultResourceLoader(classLoader);
		String location;
		try {
			location = environment.getProperty("logging.config");
		}
		catch (RuntimeException ex) {
			// A placeholder that nobody resolves; Boot reports it
			location = "unknown";
		}
		if (StringUtils.hasText(location)) {
			return loader.getResource(location.contains(":") ? location : "file:" + location);
		}
		for (String name : OWN_FILES) {
			if (classLoader.getResource(name) != null) {
				return loader.getResource("classpath:" + name);
			}
		}
		return null;
	}

	private static boolean isStructured(Resource file) {
		try (InputStream in = file.getInputStream()) {
			String text = new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
			return STRUCTURED.stream().anyMatch(text::contains);
		}
		catch (IOException | RuntimeException ex) {
			return false;
		}
	}

}
