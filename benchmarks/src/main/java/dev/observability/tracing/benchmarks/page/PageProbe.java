// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.page;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.springframework.boot.json.JsonParserFactory;

/**
 * Lets the probe of the front end look at a page in a real browser. Needs Node.js,
 * Chromium and what {@code npm ci} installs.
 */
final class PageProbe {

	private final Path frontend;

	PageProbe(Path frontend) {
		this.frontend = frontend;
	}

	boolean isPossible() {
		return Files.isDirectory(this.frontend.resolve("node_modules/playwright-core"));
	}

	/**
	 * Measures.
	 * @param page address of the page
	 * @param request what the application answers with a span that is to be seen
	 * @param sizes of the traces that it sends there first
	 * @param log where its other output goes
	 * @return what it found
	 * @throws IOException when it cannot be started or fails
	 * @throws InterruptedException when this thread is
	 */
	List<Measured> run(String page, String request, String sizes, Path log) throws IOException, InterruptedException {
		ProcessBuilder builder = new ProcessBuilder("node", "test/browser/run.mjs", "probe.mjs")
			.directory(this.frontend.toFile())
			.redirectError(log.toFile());
		builder.environment()
			.putAll(Map.of("TRACING_PAGE", page, "TRACING_REQUEST", request, "TRACING_FILL", sizes, "TRACING_PROBE",
					"json"));
		Process process = builder.start();
		try (BufferedReader reader = process.inputReader()) {
			List<Measured> measured = new ArrayList<>();
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				if (line.startsWith("{")) {
					measured.add(Measured.parse(line));
				}
			}
			if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
				throw new IOException("The probe failed, see " + log);
			}
			return measured;
		}
		finally {
			process.destroyForcibly();
		}
	}

	/**
	 * Values of one thing.
	 *
	 * @param name of the thing
	 * @param spans of the trace that it was measured with, 0 for none
	 * @param values in the order they were taken
	 */
	record Measured(String name, int spans, double[] values) {

		static Measured parse(String line) {
			Map<String, Object> json = JsonParserFactory.getJsonParser().parseMap(line);
			List<?> values = (List<?>) json.getOrDefault("values", List.of());
			return new Measured(String.valueOf(json.get("name")),
					(json.get("spans") instanceof Number spans) ? spans.intValue() : 0,
					values.stream().mapToDouble((value) -> Double.parseDouble(String.valueOf(value))).toArray());
		}

	}

}
