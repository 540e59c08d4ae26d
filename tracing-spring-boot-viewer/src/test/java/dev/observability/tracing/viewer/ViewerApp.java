// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import org.awaitility.Awaitility;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An application with the viewer, on ports of its own.
 */
final class ViewerApp implements AutoCloseable {

	/** The tests have Jetty too, which Boot would take first. */
	private static final String WITHOUT_JETTY = "spring.autoconfigure.exclude="
			+ "org.springframework.boot.jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration,"
			+ "org.springframework.boot.jetty.autoconfigure.reactive.JettyReactiveWebServerAutoConfiguration,"
			+ "org.springframework.boot.jetty.autoconfigure.actuate.web.server.JettyServletManagementContextAutoConfiguration,"
			+ "org.springframework.boot.jetty.autoconfigure.actuate.web.server.JettyReactiveManagementContextAutoConfiguration,"
			+ "org.springframework.boot.jetty.autoconfigure.metrics.JettyMetricsAutoConfiguration";

	private static final HttpClient client = HttpClient.newHttpClient();

	private final ConfigurableApplicationContext context;

	private ViewerApp(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static ViewerApp servlet(Class<?> configuration, String... properties) {
		return start(WebApplicationType.SERVLET, configuration, properties);
	}

	static ViewerApp reactive(Class<?> configuration, String... properties) {
		return start(WebApplicationType.REACTIVE, configuration, properties);
	}

	private static ViewerApp start(WebApplicationType type, Class<?> configuration, String... properties) {
		List<String> all = new ArrayList<>(List.of("server.port=0", "server.address=127.0.0.1",
				"spring.main.banner-mode=off", "spring.jmx.enabled=false", "spring.application.name=shop",
				"management.endpoints.web.exposure.include=*", WITHOUT_JETTY));
		all.addAll(List.of(properties));
		return new ViewerApp(
				new SpringApplicationBuilder(configuration).web(type).properties(all.toArray(String[]::new)).run());
	}

	ConfigurableApplicationContext context() {
		return this.context;
	}

	int port() {
		return this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	HttpResponse<String> get(String path, String... headers) {
		return send("GET", port(), path, "", headers);
	}

	String management(String path) {
		int port = this.context.getEnvironment().getRequiredProperty("local.management.port", Integer.class);
		return send("GET", port, path, "").body();
	}

	static HttpResponse<String> send(String method, int port, String path, String body, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
			.method(method, HttpRequest.BodyPublishers.ofString(body));
		if (headers.length > 0) {
			request.headers(headers);
		}
		try {
			return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Asks until the answer is the wanted one.
	 * @param path what to ask for
	 * @param wanted whether it is
	 * @return that answer
	 */
	String await(String path, Predicate<String> wanted) {
		return Awaitility.await().until(() -> get(path).body(), wanted);
	}

	@Override
	public void close() {
		this.context.close();
	}

}
