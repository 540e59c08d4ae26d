// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.page;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import dev.observability.tracing.benchmarks.launch.ClassPath;
import dev.observability.tracing.benchmarks.launch.ControlledProcess;
import dev.observability.tracing.benchmarks.launch.JavaCommand;
import dev.observability.tracing.benchmarks.page.server.PageApplication;
import dev.observability.tracing.benchmarks.statistics.Samples;

import org.springframework.boot.json.JsonParserFactory;

/**
 * Measures the trace page of a real application: what it takes of a thread that ends a
 * span, its memory, how long it takes for a list, and what a browser sees of it.
 * <p>
 * Argument, with a default: {@code --target=}folder.
 */
public final class PageBenchmark {

	private static final List<String> DEPENDENCIES = List.of("org.springframework.boot:spring-boot-starter-webmvc",
			"dev.observability:tracing-spring-boot-starter", "dev.observability:tracing-spring-boot-viewer");

	private static final List<String> OPTIONS = List.of("-Xms3g", "-Xmx3g", "-XX:+UseG1GC");

	private static final List<String> LISTS = List.of("api/traces", "api/traces?limit=1000", "api/traces?status=error",
			"api/traces?name=select", "api/traces?attribute=thing.id%3D77-3",
			"api/traces?service=orders&min=100&sort=longest", "api/facets");

	private static final Path FRONTEND = Path.of("../../tracing-spring-boot-viewer/src/frontend");

	private static final int START_SECONDS = 120;

	private final Size size;

	private final Path target;

	private final PrintStream out;

	PageBenchmark(Size size, Path target, PrintStream out) {
		this.size = size;
		this.target = target;
		this.out = out;
	}

	public static void main(String[] arguments) throws Exception {
		Path target = Path.of("target");
		for (String argument : arguments) {
			if (argument.startsWith("--target=")) {
				target = Path.of(argument.substring("--target=".length()));
			}
		}
		PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
		new PageBenchmark(new Size(1000, 200, 150, 10, 100, "10000,100000"), target, out).run();
	}

	Map<String, double[]> run() throws IOException, InterruptedException {
		Path folder = Files.createDirectories(this.target.resolve("page"));
		List<Path> files = new ArrayList<>(List.of(ClassPath.entryOf(PageApplication.class)));
		files.addAll(ClassPath.current().closure(DEPENDENCIES, List.of()));
		try (ControlledProcess process = new ControlledProcess(
				JavaCommand.of(OPTIONS, ClassPath.join(files), PageApplication.class, List.of()),
				folder.resolve("application.log"))) {
			PageClient client = new PageClient(Integer.parseInt(process.listen(START_SECONDS).split(" ")[1]));
			Map<String, double[]> values = new LinkedHashMap<>();
			capture(process, values);
			client.delete("api/traces");
			memory(process, client, values);
			lists(client, values);
			browser(client, folder, values);
			return values;
		}
	}

	private void capture(ControlledProcess process, Map<String, double[]> values) {
		String[] parts = process.ask("capture " + this.size.captures()).split(" ");
		double[] numbers = { Double.parseDouble(parts[0]), Double.parseDouble(parts[1]), Double.parseDouble(parts[2]) };
		values.put("capture", numbers);
		print("capture, on the thread that ends a span: median %.0f ns, p95 of batches %.0f ns, %.0f bytes", numbers[0],
				numbers[1], numbers[2]);
	}

	private void memory(ControlledProcess process, PageClient client, Map<String, double[]> values)
			throws IOException, InterruptedException {
		long before = Long.parseLong(process.ask("heap"));
		int step = Math.max(1, 2000 / this.size.spans());
		for (int trace = 0; trace < this.size.traces(); trace += step) {
			client.post("v1/traces",
					MadeUpTraces.document(trace, Math.min(step, this.size.traces() - trace), this.size.spans()));
		}
		double retained = Long.parseLong(process.ask("heap")) - before;
		Map<String, Object> list = JsonParserFactory.getJsonParser()
			.parseMap(new String(client.get("api/traces?limit=1"), StandardCharsets.UTF_8));
		Map<?, ?> kept = (Map<?, ?>) Objects.requireNonNull(list.get("retained"));
		double charged = Double.parseDouble(String.valueOf(kept.get("bytes")));
		values.put("heap", new double[] { retained, charged });
		print("%s traces of %d spans: %.1f MB counted, %.1f MB of heap, ratio %.2f", list.getOrDefault("total", 0),
				this.size.spans(), charged / (1 << 20), retained / (1 << 20), retained / charged);
	}

	private void lists(PageClient client, Map<String, double[]> values) throws IOException, InterruptedException {
		Map<String, double[]> millis = new LinkedHashMap<>();
		LISTS.forEach((list) -> millis.put(list, new double[this.size.rounds()]));
		for (int round = -this.size.warmUp(); round < this.size.rounds(); round++) {
			for (Map.Entry<String, double[]> list : millis.entrySet()) {
				long before = System.nanoTime();
				byte[] body = client.get(list.getKey());
				double took = (System.nanoTime() - before) / 1e6;
				if (body.length == 0) {
					throw new IllegalStateException(list.getKey() + " is empty");
				}
				if (round >= 0) {
					list.getValue()[round] = took;
				}
			}
		}
		millis.forEach((list, taken) -> {
			values.put(list, taken);
			print("%s: %s", list, inMillis(taken));
		});
	}

	private void browser(PageClient client, Path folder, Map<String, double[]> values)
			throws IOException, InterruptedException {
		PageProbe probe = new PageProbe(this.target.toAbsolutePath().resolve(FRONTEND).normalize());
		if (this.size.browser().isEmpty() || !probe.isPossible()) {
			print("Without Node.js, Chromium and npm ci in the front end, nothing is measured in a browser");
			return;
		}
		client.delete("api/traces");
		for (PageProbe.Measured measured : probe.run(client.page(), client.page().replace("/tracing/", "/hello"),
				this.size.browser(), folder.resolve("probe.log"))) {
			String name = measured.name() + ((measured.spans() > 0) ? ", " + measured.spans() + " spans" : "");
			values.put(name, measured.values());
			print("%s: %s, of %d", name, inMillis(measured.values()), measured.values().length);
		}
	}

	private static String inMillis(double[] values) {
		return String.format(Locale.ROOT, "median %.1f, p95 %.1f", Samples.median(values),
				Samples.quantile(values, 0.95));
	}

	private void print(String format, Object... arguments) {
		this.out.println(String.format(Locale.ROOT, format, arguments));
	}

	/**
	 * How much is measured.
	 *
	 * @param traces in the page
	 * @param spans of each
	 * @param captures batches of spans that are captured
	 * @param warmUp rounds of lists that are not counted
	 * @param rounds of lists that are
	 * @param browser sizes of the traces that a browser is to show; blank for no browser
	 */
	record Size(int traces, int spans, int captures, int warmUp, int rounds, String browser) {
	}

}
