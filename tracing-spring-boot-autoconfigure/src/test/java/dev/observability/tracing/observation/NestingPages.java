// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.annotation.Observed;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.annotation.NewSpan;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;

import org.springframework.core.env.Environment;
import org.springframework.scheduling.annotation.Async;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

/**
 * Pages that nest spans of every kind into each other, and check on the way that all name
 * the same one.
 */
@SuppressWarnings("try") // A resource is there to be open
@RestController
class NestingPages {

	private final Levels levels;

	private final Annotated annotated;

	private final RestClient client;

	private final Environment environment;

	NestingPages(Levels levels, Annotated annotated, RestClient.Builder client, Environment environment) {
		this.levels = levels;
		this.annotated = annotated;
		this.client = client.build();
		this.environment = environment;
	}

	@GetMapping("/nested")
	String nested() {
		return this.levels.observation("o1",
				() -> this.levels
					.raw("r1", () -> this.levels.observation("o2", () -> this.levels.micrometer("m1", () -> this.levels
						.observation("o3", () -> this.annotated.observed(() -> this.annotated.newSpan(this::leaf)))))));
	}

	@GetMapping("/raw-only")
	String rawOnly() {
		return this.levels.raw("r1", () -> this.levels.raw("r2", this::leaf));
	}

	@GetMapping("/micrometer-only")
	String micrometerOnly() {
		return this.levels.micrometer("m1", () -> this.levels.micrometer("m2", this::leaf));
	}

	@GetMapping("/async")
	String async() {
		return this.levels.observation("o1", () -> this.annotated.async(this::leaf).join());
	}

	@GetMapping("/snapshot")
	String snapshot() {
		ContextSnapshot snapshot = this.levels.observation("o1",
				() -> ContextSnapshotFactory.builder().build().captureAll());
		ExecutorService executor = Executors.newSingleThreadExecutor();
		try {
			return CompletableFuture.supplyAsync(() -> {
				this.levels.leaks.checkClean("before a snapshot");
				try (ContextSnapshot.Scope scope = snapshot.setThreadLocals()) {
					this.levels.check("in a snapshot");
					return leaf();
				}
				finally {
					this.levels.leaks.checkClean("after a snapshot");
				}
			}, executor).join();
		}
		finally {
			executor.shutdown();
		}
	}

	@GetMapping("/leaf")
	String leafPage() {
		this.levels.check("in the leaf");
		return "leaf";
	}

	private String leaf() {
		this.levels.check("around the leaf");
		String port = this.environment.getRequiredProperty("local.server.port");
		return String
			.valueOf(this.client.get().uri("http://127.0.0.1:{port}/leaf", port).retrieve().body(String.class));
	}

	/** Makes one level of nesting. */
	static final class Levels {

		private final ObservationRegistry registry;

		private final Tracer tracer;

		private final io.opentelemetry.api.trace.Tracer openTelemetry;

		private final Leaks leaks;

		Levels(ObservationRegistry registry, Tracer tracer, io.opentelemetry.api.trace.Tracer openTelemetry,
				Leaks leaks) {
			this.registry = registry;
			this.tracer = tracer;
			this.openTelemetry = openTelemetry;
			this.leaks = leaks;
		}

		void check(String when) {
			this.leaks.checkAgreement(when, this.tracer);
		}

		<T> T observation(String name, Supplier<T> inside) {
			Observation observation = Observation.start(name, this.registry);
			try (Observation.Scope scope = observation.openScope()) {
				return around(name, inside);
			}
			finally {
				observation.stop();
			}
		}

		<T> T raw(String name, Supplier<T> inside) {
			Span span = this.openTelemetry.spanBuilder(name).startSpan();
			try (Scope scope = span.makeCurrent()) {
				return around(name, inside);
			}
			finally {
				span.end();
			}
		}

		<T> T micrometer(String name, Supplier<T> inside) {
			io.micrometer.tracing.Span span = this.tracer.nextSpan().name(name).start();
			try (Tracer.SpanInScope scope = this.tracer.withSpan(span)) {
				return around(name, inside);
			}
			finally {
				span.end();
			}
		}

		private <T> T around(String name, Supplier<T> inside) {
			check("in " + name);
			T result = inside.get();
			check("after what is in " + name);
			return result;
		}

	}

	/** Public methods, which is what Micrometer's aspects look for. */
	interface Work {

		String observed(Supplier<String> inside);

		String newSpan(Supplier<String> inside);

		CompletableFuture<String> async(Supplier<String> inside);

	}

	/** Methods with annotations. */
	static class Annotated implements Work {

		private final Levels levels;

		Annotated(Levels levels) {
			this.levels = levels;
		}

		@Override
		@Observed(name = "observed", contextualName = "observed")
		public String observed(Supplier<String> inside) {
			return this.levels.around("observed", inside);
		}

		@Override
		@NewSpan("new-span")
		public String newSpan(Supplier<String> inside) {
			return this.levels.around("new-span", inside);
		}

		@Override
		@Async
		public CompletableFuture<String> async(Supplier<String> inside) {
			this.levels.check("in @Async");
			return CompletableFuture.completedFuture(this.levels.observation("in-async", inside));
		}

	}

}
