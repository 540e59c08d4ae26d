// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer;

import java.io.File;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page in a reactive application as most are: in a JVM of its own, with neither
 * Spring Security, nor servlets, nor a second server on its class path, all of which the
 * tests have.
 */
class ViewerReactiveProcessTests {

	private static final Pattern ADDRESS = Pattern.compile("Trace page: http://[^ ]+:(\\d+)/tracing/");

	/** What no starter for reactive applications brings. */
	private static final Pattern ABSENT = Pattern
		.compile("(spring-security|spring-boot-(starter-)?security|spring-webmvc|spring-boot-(starter-)?webmvc"
				+ "|spring-boot-servlet|[a-z-]*tomcat|[a-z0-9-]*jetty|jakarta\\.servlet).*\\.jar");

	@TempDir
	Path directory;

	@Test
	void thePageIsThereWithNothingButWebFlux() throws Exception {
		Process process = start();
		try {
			int port = port(process);
			assertThat(get(port, "/classes").body()).isEqualTo("[]");
			assertThat(get(port, "/tracing/").body()).contains("<!doctype html>");
			assertThat(get(port, "/tracing").statusCode()).isEqualTo(302);
			String list = Awaitility.await()
				.until(() -> get(port, "/tracing/api/traces").body(), (body) -> body.contains("GET /classes"));
			assertThat(list).contains("\"total\":1");
			assertThat(get(port, "/tracing/api/traces", "X-Forwarded-For", "127.0.0.1").statusCode()).isEqualTo(403);
			assertThat(ViewerApp.send("DELETE", port, "/tracing/api/traces", "").statusCode()).isEqualTo(204);
			assertThat(Files.readString(log())).doesNotContain(" WARN ", " ERROR ");
		}
		finally {
			process.destroyForcibly().waitFor();
		}
	}

	private Process start() throws IOException {
		ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", Application.class.getName(), "--server.port=0", "--server.address=127.0.0.1",
				"--observability.tracing.viewer.enabled=true")
			.redirectErrorStream(true)
			.redirectOutput(log().toFile());
		builder.environment().keySet().removeIf((name) -> name.startsWith("OTEL_") || name.startsWith("TRACE"));
		builder.environment().put("CLASSPATH", classPath());
		return builder.start();
	}

	private static String classPath() {
		String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		List<String> entries = Stream.of(all.split(File.pathSeparator)).toList();
		List<String> left = entries.stream()
			.filter((entry) -> !ABSENT.matcher(new File(entry).getName()).matches())
			.toList();
		assertThat(left).hasSizeLessThan(entries.size());
		return left.stream().collect(Collectors.joining(File.pathSeparator));
	}

	private Path log() {
		return this.directory.resolve("out.log");
	}

	private int port(Process process) {
		Matcher address = Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> {
			String lines = Files.readString(log());
			assertThat(process.isAlive()).as(lines).isTrue();
			return ADDRESS.matcher(lines);
		}, Matcher::find);
		return Integer.parseInt(address.group(1));
	}

	private static HttpResponse<String> get(int port, String path, String... headers) {
		return ViewerApp.send("GET", port, path, "", headers);
	}

	/** An application that anybody may use. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(ClassesController.class)
	public static class Application {

		public static void main(String[] arguments) {
			SpringApplication.run(Application.class, arguments);
		}

	}

	/** Tells what is there of all that is not to be. */
	@RestController
	static class ClassesController {

		@GetMapping("/classes")
		Mono<String> classes() {
			return Mono
				.just(Stream
					.of("org.springframework.security.web.server.WebFilterChainProxy",
							"org.springframework.security.core.Authentication", "jakarta.servlet.Filter",
							"org.springframework.web.servlet.DispatcherServlet", "org.eclipse.jetty.server.Server",
							"org.apache.catalina.startup.Tomcat")
					.filter(ClassesController::isPresent)
					.toList()
					.toString());
		}

		private static boolean isPresent(String name) {
			try {
				Class.forName(name, false, ClassesController.class.getClassLoader());
				return true;
			}
			catch (ClassNotFoundException ex) {
				return false;
			}
		}

	}

}
