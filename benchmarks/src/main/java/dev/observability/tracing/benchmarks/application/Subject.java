// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.application;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import dev.observability.tracing.benchmarks.application.server.BenchmarkApplication;
import dev.observability.tracing.benchmarks.launch.ClassPath;
import dev.observability.tracing.benchmarks.launch.ControlledProcess;
import dev.observability.tracing.benchmarks.launch.JavaCommand;

/**
 * The running process of a variant.
 */
final class Subject implements AutoCloseable {

	private static final int START_SECONDS = 120;

	private static final int COMPILER_LOOKS = 25;

	private static final long COMPILER_LOOK_NANOS = 400_000_000L;

	// Two processors, so that a pinned JVM takes the garbage collector it has elsewhere
	private static final List<String> OPTIONS = List.of("-Xms512m", "-Xmx512m", "-XX:+UseG1GC",
			"-XX:ActiveProcessorCount=2");

	private final Variant variant;

	private final ControlledProcess process;

	private final int port;

	private final double startMillis;

	private Subject(Variant variant, ControlledProcess process) {
		this.variant = variant;
		this.process = process;
		String[] ready = process.listen(START_SECONDS).split(" ");
		this.port = Integer.parseInt(ready[1]);
		this.startMillis = Double.parseDouble(ready[2]);
	}

	static Subject start(Variant variant, int sinkPort, Settings settings) throws IOException {
		Path jars = settings.target().resolve("variants");
		if (variant == Variant.AGENT && !Files.exists(jars.resolve("opentelemetry-javaagent.jar"))) {
			throw new IllegalStateException("The agent must be in " + jars + ", where -Plong puts it");
		}
		List<String> options = new ArrayList<>(OPTIONS);
		options.addAll(variant.options(sinkPort, jars, settings.exportMillis()));
		List<String> command = JavaCommand.of(options, classPath(variant, jars), BenchmarkApplication.class,
				variant.settings(sinkPort, settings.exportMillis()));
		ControlledProcess process = new ControlledProcess(settings.pinning().measured(command),
				settings.file(variant + ".log"));
		try {
			return new Subject(variant, process);
		}
		catch (RuntimeException ex) {
			process.close();
			throw ex;
		}
	}

	private static String classPath(Variant variant, Path jars) {
		List<Path> files = new ArrayList<>();
		files.add(ClassPath.entryOf(BenchmarkApplication.class));
		for (Path file : ClassPath.current().closure(variant.dependencies(), List.of())) {
			// The version that this variant needs, where another benchmark has a newer
			// one
			Path other = jars.resolve(artifact(file) + ".jar");
			files.add((variant == Variant.OPENTELEMETRY && Files.exists(other)) ? other : file);
		}
		return ClassPath.join(files);
	}

	private static String artifact(Path file) {
		Path version = file.toAbsolutePath().getParent();
		return (version != null && version.getParent() != null) ? version.getParent().getFileName().toString() : "";
	}

	Variant variant() {
		return this.variant;
	}

	int port() {
		return this.port;
	}

	double startMillis() {
		return this.startMillis;
	}

	// What it used so far, see its counters
	long[] counters() {
		String[] numbers = this.process.ask("counters").split(" ");
		long[] result = new long[numbers.length];
		for (int i = 0; i < result.length; i++) {
			result[i] = Long.parseLong(numbers[i]);
		}
		return result;
	}

	// Until its compiler has nothing to do any more, but not for ever
	void awaitCompiler() {
		long last = -1;
		long compiled = counters()[4];
		for (int look = 0; look < COMPILER_LOOKS && compiled != last; look++) {
			LockSupport.parkNanos(COMPILER_LOOK_NANOS);
			last = compiled;
			compiled = counters()[4];
		}
	}

	@Override
	public void close() {
		this.process.close();
	}

}
