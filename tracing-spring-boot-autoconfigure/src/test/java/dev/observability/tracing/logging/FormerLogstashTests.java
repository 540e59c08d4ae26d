// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.logging.StackTracePrinter;
import org.springframework.boot.logging.structured.StructuredLogFormatter;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with logstash-logback-encoder before version 9, whose arguments write by
 * a class of another Jackson.
 */
class FormerLogstashTests {

	private static final String ARGUMENT = "net.logstash.logback.argument.StructuredArgument";

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path folder;

	@Test
	void argumentsAreTextsAndTheLineIsWhole() throws Exception {
		compile("package net.logstash.logback.argument;"
				+ "public interface StructuredArgument { void writeTo(StringBuilder generator); }");
		Loader loader = new Loader(this.folder);
		Object argument = Proxy.newProxyInstance(loader, new Class<?>[] { loader.loadClass(ARGUMENT) },
				(proxy, method, arguments) -> method.getName().equals("toString") ? "order=7" : null);
		LoggingEvent event = new LogEvents(LogFormat.LOGSTASH).traced().event(Level.INFO, "Order {}", null, argument);
		JsonNode line = StrictJson.line(formatter(loader).format(event));
		assertThat(LogEvents.texts(line)).containsEntry("message", "Order order=7")
			.containsEntry("argument", "order=7")
			.containsEntry("correlation_id", "order-4711")
			.doesNotContainKey(ShortEvent.FAILURE);
	}

	@SuppressWarnings("unchecked")
	private static StructuredLogFormatter<ILoggingEvent> formatter(ClassLoader loader) throws Exception {
		Class<?> type = loader.loadClass(LogstashLogFormatter.class.getName());
		assertThat(type).isNotSameAs(LogstashLogFormatter.class);
		return (StructuredLogFormatter<ILoggingEvent>) type.getConstructor(Environment.class, StackTracePrinter.class)
			.newInstance(new StandardEnvironment(), null);
	}

	private void compile(String source) throws IOException {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
		try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
			JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///StructuredArgument.java"),
					JavaFileObject.Kind.SOURCE) {

				@Override
				public CharSequence getCharContent(boolean ignoreEncodingErrors) {
					return source;
				}

			};
			List<String> options = List.of("-d", this.folder.toString(), "-proc:none");
			assertThat(compiler.getTask(null, files, problems, options, null, List.of(file)).call())
				.as(problems.getDiagnostics().toString())
				.isTrue();
		}
	}

	/** Loads our package again, and the library from a folder. */
	private static final class Loader extends ClassLoader {

		private final Path folder;

		Loader(Path folder) {
			super(FormerLogstashTests.class.getClassLoader());
			this.folder = folder;
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			boolean own = name.startsWith("dev.observability.tracing.logging.") || name.equals(ARGUMENT);
			if (!own) {
				return super.loadClass(name, resolve);
			}
			Class<?> known = findLoadedClass(name);
			return (known != null) ? known : define(name);
		}

		private Class<?> define(String name) throws ClassNotFoundException {
			try {
				byte[] bytes = bytes(name.replace('.', '/') + ".class");
				return defineClass(name, bytes, 0, bytes.length);
			}
			catch (IOException ex) {
				throw new ClassNotFoundException(name, ex);
			}
		}

		private byte[] bytes(String file) throws IOException {
			if (Files.exists(this.folder.resolve(file))) {
				return Files.readAllBytes(this.folder.resolve(file));
			}
			try (InputStream in = getParent().getResourceAsStream(file)) {
				if (in == null) {
					throw new IOException(file);
				}
				return in.readAllBytes();
			}
		}

	}

}
