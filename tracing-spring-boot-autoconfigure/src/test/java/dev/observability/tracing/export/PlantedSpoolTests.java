// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.observability.tracing.DiagnosticsSection;
import dev.observability.tracing.testing.PlantedSecrets;
import dev.observability.tracing.testing.PlantedSecrets.Planted;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Secrets that are planted into the spans of an application whose collector is away are
 * neither in the files of its spool nor in what its endpoint says was hidden.
 */
class PlantedSpoolTests {

	private static final int PLANTED = 5;

	private static final int ROUND = 2_000;

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path folder;

	@Test
	void nothingIsInTheSpool() throws IOException {
		plant(10_000, 20_261_122L);
	}

	@Test
	@Tag("long")
	void nothingOfAMillionIsInTheSpool() throws IOException {
		plant(1_000_000, new Random().nextLong());
	}

	private void plant(int values, long seed) throws IOException {
		PlantedSecrets secrets = new PlantedSecrets(new Random(seed));
		List<Planted> planted = new ArrayList<>();
		for (int count = 0; count < values; count += ROUND * PLANTED) {
			Path spool = this.folder.resolve("spool-" + count);
			planted.clear();
			String endpoint = spool(spool, secrets, planted);
			String files = content(spool);
			assertThat(files).contains("kept-in-every-span");
			assertThat(endpoint).contains("password");
			assertThat(Planted.firstIn(planted, files)).as("seed %d", seed).isNull();
			assertThat(Planted.firstIn(planted, endpoint)).as("seed %d", seed).isNull();
		}
	}

	private static String spool(Path spool, PlantedSecrets secrets, List<Planted> planted) {
		try (ConfigurableApplicationContext context = start(spool)) {
			Tracer tracer = context.getBean(SdkTracerProvider.class).get("test");
			ExportLedger ledger = context.getBean(ExportProcessors.class).all().get(0).exits().get(0).ledger();
			for (int i = 0; i < ROUND; i++) {
				end(tracer.spanBuilder("work").setNoParent().startSpan(), secrets, planted);
			}
			Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> ledger.spooledSpans() == ROUND);
			return context.getBeanProvider(DiagnosticsSection.class)
				.stream()
				.map((section) -> section.content().toString())
				.collect(Collectors.joining());
		}
	}

	private static void end(Span span, PlantedSecrets secrets, List<Planted> planted) {
		int first = planted.size();
		planted
			.addAll(List.of(secrets.keyed(), secrets.formed(), secrets.formed(), secrets.formed(), secrets.formed()));
		span.setAttribute("order.id", "kept-in-every-span");
		span.setAttribute(planted.get(first).key(), planted.get(first).text());
		span.setAttribute("note", planted.get(first + 1).text());
		span.addEvent(planted.get(first + 2).text());
		span.recordException(new IllegalStateException(planted.get(first + 3).text()));
		span.setStatus(StatusCode.ERROR, planted.get(first + 4).text());
		span.end();
	}

	private static String content(Path folder) throws IOException {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		try (Stream<Path> files = Files.walk(folder)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				all.write(Files.readAllBytes(file));
			}
		}
		return all.toString(StandardCharsets.ISO_8859_1);
	}

	private static ConfigurableApplicationContext start(Path spool) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		return application.run("--spring.main.banner-mode=off", "--spring.datasource.generate-unique-name=true",
				// Reserved, and never a collector
				"--observability.tracing.endpoint=http://localhost:1", "--observability.tracing.compression=none",
				"--management.opentelemetry.tracing.export.max-queue-size=" + ROUND,
				"--observability.tracing.export.spool.enabled=true",
				"--observability.tracing.export.spool.directory=" + spool);
	}

	/** Exports. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
