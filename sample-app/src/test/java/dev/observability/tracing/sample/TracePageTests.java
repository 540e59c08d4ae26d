// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sample;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import dev.observability.tracing.testing.DebianProgram;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The trace page in a real browser, with the traces of the three services and of others
 * that are not Java.
 * <p>
 * Without Node.js, Chromium and what {@code npm ci} installs the tests are skipped by
 * name, unless {@code CI=true}: there they are required.
 */
class TracePageTests {

	private static final Path FRONTEND = Path.of("../tracing-spring-boot-viewer/src/frontend");

	private static final Pattern READY = Pattern.compile("^Ready\\. Open (http://localhost:\\d+)");

	private static final Pattern ORDERS = Pattern.compile("^orders +\\| .*Tomcat started on port (\\d+)");

	/** The settlement takes its time, so that a browser sees it run; gateway waits. */
	private static final List<String> ARGUMENTS = List.of("--sample.gateway.port=0", "--sample.orders.port=0",
			"--sample.payments.port=0", "--sample.settlement-millis=8000", "--spring.http.clients.read-timeout=60s");

	private static final String TOKEN = "this-is-the-token-of-the-page";

	private static final String ORDER = "customer=You&sku=notebook&quantity=2&card=";

	private static final int MINUTES = 15;

	private final HttpClient client = HttpClient.newHttpClient();

	@Test
	@Timeout(value = MINUTES + 2, unit = TimeUnit.MINUTES)
	void everyFeatureWorksWithTheTracesOfTheSample() throws Exception {
		requireBrowser();
		try (SampleProcess launcher = SampleProcess.start(ARGUMENTS); SampleProcess locked = startLocked(launcher)) {
			String gateway = launcher.awaitLine(READY).group(1);
			for (String card : List.of("4242424242424242", "4242424242424242", "4000000000000119")) {
				post(gateway + "/orders", "application/x-www-form-urlencoded", ORDER + card);
			}
			for (String path : List.of("/orders/A-1001", "/orders?customer=Ada", "/orders/report",
					"/payments/summary")) {
				get(gateway + path);
			}
			String orders = Awaitility.await()
				.atMost(30, TimeUnit.SECONDS)
				.until(() -> get(gateway + "/tracing/api/traces?name=insert%20payment&status=ok"),
						(body) -> body.contains("\"payments\"") && body.contains("\"gateway\""));
			assertThat(post(gateway + "/tracing/v1/traces", "application/json", warehouse(orders))).isEqualTo(200);
			walk(gateway, "http://localhost:" + locked.awaitPort());
		}
	}

	// Another gateway for the same services, whose page demands a token
	private static SampleProcess startLocked(SampleProcess launcher) {
		return SampleProcess.start(List.of("--spring.profiles.active=gateway", "--server.port=0",
				"--sample.orders.port=" + launcher.awaitLine(ORDERS).group(1), "--sample.payments.port=0",
				"--observability.tracing.viewer.token=" + TOKEN));
	}

	// What another SDK would send: a link to the first order, and a query per item
	private static String warehouse(String orders) throws IOException {
		String id = orders.replaceAll("(?s).*?\"id\":\"([0-9a-f]{32})\".*", "$1");
		String span = orders.replaceAll("(?s).*?\"rootSpanId\":\"([0-9a-f]{16})\".*", "$1");
		long now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
		StringBuilder queries = new StringBuilder();
		for (int i = 0; i < 40; i++) {
			long start = now + 2_000_000L * i;
			queries.append(",{\"traceId\":\"5b8aa5a2d2c872e8321cf37308d69df3\",\"spanId\":\"%016x\"".formatted(100 + i))
				.append(",\"parentSpanId\":\"00000000000000b2\",\"name\":\"SELECT stock\",\"kind\":3")
				.append(",\"startTimeUnixNano\":\"%d\",\"endTimeUnixNano\":\"%d\"".formatted(start, start + 1_900_000))
				.append(",\"attributes\":[{\"key\":\"db.system.name\",\"value\":{\"stringValue\":\"postgresql\"}}")
				.append(",{\"key\":\"db.query.text\",\"value\":{\"stringValue\":\"SELECT * FROM stock WHERE sku = ?\"}}]}");
		}
		return Files.readString(Path.of("src/test/resources/warehouse.json"))
			.replace("{{trace}}", id)
			.replace("{{span}}", span)
			.replace("{{start}}", Long.toString(now))
			.replace("{{end}}", Long.toString(now + 90_000_000L))
			.replace("{{queries}}", queries);
	}

	private static void walk(String gateway, String locked) throws IOException, InterruptedException {
		ProcessBuilder builder = new ProcessBuilder("node", "test/browser/run.mjs", "walk.mjs")
			.directory(FRONTEND.toFile())
			.redirectErrorStream(true)
			.redirectOutput(new File("target/trace-page.log"));
		builder.environment().put("TRACING_PAGE", gateway + "/tracing/");
		builder.environment().put("TRACING_SAMPLE", gateway);
		builder.environment().put("TRACING_LOCKED", locked + "/tracing/");
		builder.environment().put("TRACING_TOKEN", TOKEN);
		builder.environment().put("TRACING_REPEATED", "GET /stock/report");
		builder.environment().put("TRACING_PICTURES", new File("target/trace-page").getAbsolutePath());
		Process walk = builder.start();
		try {
			assertThat(walk.waitFor(MINUTES, TimeUnit.MINUTES)).as("the walk ends").isTrue();
		}
		finally {
			walk.destroyForcibly();
		}
		assertThat(walk.exitValue()).as(Files.readString(Path.of("target/trace-page.log"))).isZero();
	}

	private static void requireBrowser() {
		boolean browser = Files.isDirectory(FRONTEND.resolve("node_modules/playwright-core"))
				&& (Files.exists(Path.of("/usr/bin/chromium")) || System.getenv("CHROMIUM") != null);
		if (!browser) {
			throw DebianProgram.missing("The trace page is not walked: it needs Chromium (Debian's package 'chromium') "
					+ "and npm ci in " + FRONTEND);
		}
	}

	private String get(String url) throws IOException, InterruptedException {
		return this.client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
			.body();
	}

	private int post(String url, String type, String body) throws IOException, InterruptedException {
		return this.client
			.send(HttpRequest.newBuilder(URI.create(url))
				.header("Content-Type", type)
				.POST(HttpRequest.BodyPublishers.ofString(body))
				.build(), HttpResponse.BodyHandlers.discarding())
			.statusCode();
	}

}
