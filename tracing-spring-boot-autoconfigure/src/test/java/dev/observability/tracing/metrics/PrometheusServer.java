// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.metrics;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.observability.tracing.testing.DebianProgram;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonParserFactory;

/**
 * A Prometheus of Debian's package on a free port of the loopback, that scrapes one
 * application every second and stores exemplars.
 */
final class PrometheusServer implements AutoCloseable {

	private final HttpClient client = HttpClient.newHttpClient();

	private final DebianProgram program;

	private final int port;

	private PrometheusServer(DebianProgram program, int port) {
		this.program = program;
		this.port = port;
	}

	static PrometheusServer start(int applicationPort) throws IOException {
		Path binary = DebianProgram.find("prometheus", "'prometheus'");
		Path directory = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "prometheus-test");
		Path config = Files.writeString(directory.resolve("prometheus.yml"), """
				global:
				  scrape_interval: 1s
				scrape_configs:
				  - job_name: application
				    metrics_path: /actuator/prometheus
				    static_configs:
				      - targets: ['127.0.0.1:%d']
				""".formatted(applicationPort));
		int port = freePort();
		return new PrometheusServer(DebianProgram.start(directory, binary, "--config.file=" + config,
				"--storage.tsdb.path=" + directory.resolve("data"), "--web.listen-address=127.0.0.1:" + port,
				"--enable-feature=exemplar-storage"), port);
	}

	/**
	 * Asks the HTTP API.
	 * @param path path and query below {@code /api/v1/}
	 * @return the {@code data} of the answer; empty while the server starts
	 * @throws IOException when the server has ended
	 */
	private @Nullable Object ask(String path) throws IOException {
		this.program.requireAlive();
		try {
			URI uri = URI.create("http://127.0.0.1:" + this.port + "/api/v1/" + path);
			HttpResponse<String> response = this.client.send(HttpRequest.newBuilder(uri).build(),
					HttpResponse.BodyHandlers.ofString());
			return (response.statusCode() != 200) ? null
					: JsonParserFactory.getJsonParser().parseMap(response.body()).get("data");
		}
		catch (IOException ex) {
			return null;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What happened to the targets.
	 * @return {@code up} for each that works, else the reason of the last failure
	 * @throws IOException when the server has ended
	 */
	List<String> targets() throws IOException {
		return list(ask("targets"), "activeTargets").stream()
			.map((target) -> "up".equals(target.get("health")) ? "up" : String.valueOf(target.get("lastError")))
			.toList();
	}

	/**
	 * Asks for series of now.
	 * @param query a query of instant vectors
	 * @return the labels of what it finds
	 * @throws IOException when the server has ended
	 */
	@SuppressWarnings("unchecked")
	List<Map<String, String>> series(String query) throws IOException {
		return list(ask("query?query=" + encode(query)), "result").stream()
			.map((result) -> (Map<String, String>) result.getOrDefault("metric", Map.of()))
			.toList();
	}

	/**
	 * Asks for the exemplars of the last minute.
	 * @param query which series
	 * @return series and exemplars
	 * @throws IOException when the server has ended
	 */
	@SuppressWarnings("unchecked")
	List<Map<String, Object>> exemplars(String query) throws IOException {
		long now = System.currentTimeMillis() / 1000;
		Object data = ask("query_exemplars?query=" + encode(query) + "&start=" + (now - 60) + "&end=" + (now + 1));
		return (data != null) ? (List<Map<String, Object>>) data : List.of();
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> list(@Nullable Object data, String key) {
		Object list = (data instanceof Map<?, ?> map) ? map.get(key) : null;
		return (list != null) ? (List<Map<String, Object>>) list : List.of();
	}

	private static String encode(String query) {
		return URLEncoder.encode(query, StandardCharsets.UTF_8);
	}

	@Override
	public void close() {
		this.program.close();
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

}
