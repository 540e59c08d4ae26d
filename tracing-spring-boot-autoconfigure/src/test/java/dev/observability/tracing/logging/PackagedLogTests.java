// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications in JVMs of their own, with nothing configured.
 */
class PackagedLogTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path folder;

	@Test
	void jarWritesJson() throws Exception {
		List<JsonNode> lines = StrictJson.lines(run("-jar", jar().toString()));
		assertThat(lines).hasSizeGreaterThan(2);
		assertThat(lines.get(0).get("message").asString()).startsWith("Starting ");
	}

	@Test
	void jarWritesTextWithTheProfileOfADeveloper() throws Exception {
		assertThat(run("-jar", jar().toString(), "--spring.profiles.active=dev")).contains(":: Spring Boot ::",
				" INFO ");
	}

	@Test
	void exceptionThatEndsTheStartIsALineOfJson() throws Exception {
		List<JsonNode> lines = StrictJson
			.lines(run("-jar", jar().toString(), "--spring.main.lazy-initialization=what"));
		assertThat(lines).anySatisfy((line) -> assertThat(line.get("level").asString()).isEqualTo("ERROR"));
	}

	@Test
	void buildOutputWritesText() throws Exception {
		assertThat(run("-cp", String.join(File.pathSeparator, classPath()) + File.pathSeparator + testClasses(),
				PackagedApplication.class.getName()))
			.contains(":: Spring Boot ::", " INFO ");
	}

	private static String run(String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(
				List.of(System.getProperty("java.home") + "/bin/java", "-Xmx256m", "-XX:TieredStopAtLevel=1"));
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		return output;
	}

	// As "jarmode=tools extract" leaves it: one jar that names the others
	private Path jar() throws IOException {
		Manifest manifest = new Manifest();
		Attributes attributes = manifest.getMainAttributes();
		attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
		attributes.put(Attributes.Name.MAIN_CLASS, PackagedApplication.class.getName());
		attributes.put(Attributes.Name.CLASS_PATH,
				String.join(" ", classPath().stream().map((path) -> Path.of(path).toUri().toString()).toList()));
		Path jar = this.folder.resolve("orders.jar");
		try (OutputStream file = Files.newOutputStream(jar);
				JarOutputStream out = new JarOutputStream(file, manifest)) {
			String name = PackagedApplication.class.getName().replace('.', '/') + ".class";
			out.putNextEntry(new JarEntry(name));
			try (InputStream in = PackagedApplication.class.getClassLoader().getResourceAsStream(name)) {
				assertThat(in).isNotNull();
				out.write(in.readAllBytes());
			}
			out.closeEntry();
		}
		return jar;
	}

	// Without what is there for tests only
	private static List<String> classPath() {
		String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		return List.of(classPath.split(File.pathSeparator))
			.stream()
			.filter((path) -> !path.contains("test-classes") && !path.contains("spring-boot-test")
					&& !path.contains("junit"))
			.toList();
	}

	private static String testClasses() {
		return Path.of("target", "test-classes").toAbsolutePath().toString();
	}

}
