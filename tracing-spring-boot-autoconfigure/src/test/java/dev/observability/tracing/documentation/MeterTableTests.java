// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.observability.tracing.Tracing;
import dev.observability.tracing.job.JobProgress;
import dev.observability.tracing.job.JobTracing;
import dev.observability.tracing.testing.OtlpReceiver;
import dev.observability.tracing.traced.Traced;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The table of meters in {@code metrics.md} against the meters of an application, and
 * that none of them grows with what the application and its callers make up.
 */
class MeterTableTests {

	private static final int MAX_METERS = 40;

	private static final int MAX_VALUES = 30;

	/** With those of observations, which this starter records. */
	private static final Pattern RECORDED = Pattern
		.compile("(tracing|traced|job|otel\\.sdk|http\\.(server|client)|work|made up).*");

	private static final Pattern OURS = Pattern.compile("(tracing|traced|job|otel\\.sdk)\\..*");

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	private static final Pattern CODE = Pattern.compile("`([a-z0-9_.*]+)`");

	@Test
	void namesEveryMeterOfOursWithItsTags() {
		Map<String, Set<String>> found = new TreeMap<>();
		run((context) -> {
			work(context, 0);
			flush(context);
			values(context).forEach((name, tags) -> {
				if (OURS.matcher(name).matches()) {
					found.put(name, tags.keySet());
				}
			});
		});
		Map<String, Set<String>> table = table();
		assertThat(found).containsKeys("tracing.export.cut", "tracing.sampling.cut", "traced.method", "job.runs",
				"otel.sdk.exporter.operation.duration", "tracing.export.lost", "tracing.metrics.cut");
		found.forEach((name, tags) -> assertThat(table.get(name.startsWith("otel.sdk.") ? "otel.sdk.*" : name)).as(name)
			.isNotNull()
			.containsAll(tags));
		table.forEach((name, tags) -> {
			if (!name.endsWith("*") && OURS.matcher(name).matches()) {
				assertThat(found.get(name)).as(name).isEqualTo(tags);
			}
		});
	}

	@Test
	void noMeterGrowsWithWhatTheApplicationAndItsCallersMakeUp() {
		run((context) -> {
			IntStream.range(0, 120).forEach((number) -> {
				work(context, number);
				request(context, number);
			});
			flush(context);
			Map<String, Map<String, Set<String>>> values = values(context);
			values.forEach((name, tags) -> tags
				.forEach((key, all) -> assertThat(all).as(name + " " + key).hasSizeLessThanOrEqualTo(MAX_VALUES + 1)));
			assertThat(series(context))
				.allSatisfy((name, number) -> assertThat(number).as(name).isLessThanOrEqualTo(10 * MAX_VALUES));
			assertThat(values).extractingByKey("job.runs")
				.extracting((tags) -> tags.get("name"))
				.asInstanceOf(InstanceOfAssertFactories.collection(String.class))
				.contains("other")
				.hasSize(MAX_VALUES + 1);
			assertThat(values).extractingByKey("work")
				.extracting((tags) -> tags.get("order"))
				.asInstanceOf(InstanceOfAssertFactories.collection(String.class))
				.contains("other")
				.hasSize(MAX_VALUES + 1);
			assertThat(series(context).keySet()).filteredOn((name) -> name.startsWith("made up meter"))
				.isNotEmpty()
				.hasSizeLessThan(MAX_METERS);
			values.forEach((name, tags) -> {
				if (name.startsWith("tracing.") || name.startsWith("otel.sdk.")) {
					assertThat(tags.values()).as(name).noneMatch((all) -> all.toString().contains("made up"));
				}
			});
			assertThat(count(context, "tracing.metrics.cut", "values")).isPositive();
			assertThat(count(context, "tracing.metrics.cut", "meters")).isPositive();
			assertThat(count(context, "tracing.export.cut", "names")).isPositive();
			assertThat(count(context, "tracing.export.cut", "keys")).isPositive();
		});
	}

	private static void work(ConfigurableApplicationContext context, int number) {
		JobTracing jobs = context.getBean(JobTracing.class);
		jobs.job("made up job " + number)
			.namespace("made up space " + number)
			.scheduledAt(Instant.EPOCH)
			.run(() -> JobProgress.report(50));
		context.getBean(Tracing.class).run("made up span " + number, () -> {
			Span.current().setAttribute("made.up." + number, 1);
			context.getBean(Methods.class).call();
		});
		ObservationRegistry observations = context.getBean(ObservationRegistry.class);
		Observation.createNotStarted("work", observations)
			.lowCardinalityKeyValue("order", "made up " + number)
			.observe(() -> {
			});
		Observation.createNotStarted("made up meter " + number, observations).observe(() -> {
		});
	}

	// Whatever a caller may send: method, path, ids
	private static void request(ConfigurableApplicationContext context, int number) {
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port")
					+ "/made-up-" + number))
			.method("MADEUP" + number, HttpRequest.BodyPublishers.noBody())
			.header("X-Correlation-ID", "made up <" + number + ">")
			.header("traceparent", "made up " + number)
			.header("baggage", "made up " + number + "=%")
			.build();
		try {
			CLIENT.send(request, HttpResponse.BodyHandlers.discarding());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void flush(ConfigurableApplicationContext context) {
		assertThat(context.getBean(SdkTracerProvider.class).forceFlush().join(30, TimeUnit.SECONDS).isSuccess())
			.isTrue();
	}

	private static List<Meter> meters(ConfigurableApplicationContext context) {
		return context.getBean(MeterRegistry.class)
			.getMeters()
			.stream()
			.filter((meter) -> RECORDED.matcher(meter.getId().getName()).matches())
			.toList();
	}

	private static Map<String, Long> series(ConfigurableApplicationContext context) {
		return meters(context).stream()
			.collect(Collectors.groupingBy((meter) -> meter.getId().getName(), Collectors.counting()));
	}

	// Names of meters to keys of tags to their values
	private static Map<String, Map<String, Set<String>>> values(ConfigurableApplicationContext context) {
		Map<String, Map<String, Set<String>>> values = new TreeMap<>();
		for (Meter meter : meters(context)) {
			Map<String, Set<String>> tags = values.computeIfAbsent(meter.getId().getName(), (name) -> new TreeMap<>());
			for (Tag tag : meter.getId().getTags()) {
				tags.computeIfAbsent(tag.getKey(), (key) -> new TreeSet<>()).add(tag.getValue());
			}
		}
		return values;
	}

	private static double count(ConfigurableApplicationContext context, String name, String kind) {
		return context.getBean(MeterRegistry.class).get(name).tag("kind", kind).functionCounter().count();
	}

	private static void run(Consumer<ConfigurableApplicationContext> test) {
		try (OtlpReceiver receiver = OtlpReceiver.start();
				ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
					.web(WebApplicationType.SERVLET)
					.properties("spring.main.banner-mode=off", "management.metrics.use-global-registry=false",
							"server.port=0", "server.address=127.0.0.1",
							"observability.tracing.endpoint=" + receiver.httpEndpoint(),
							"observability.tracing.metrics.max-meters=" + MAX_METERS,
							"observability.tracing.metrics.max-tag-values=" + MAX_VALUES,
							"observability.tracing.job.max-jobs=" + MAX_VALUES,
							"observability.tracing.export.limits.span-names=50",
							"observability.tracing.export.limits.attribute-keys=50")
					.run()) {
			test.accept(context);
		}
	}

	// Names of meters to their tags; a row without names goes on with the one before
	private static Map<String, Set<String>> table() {
		Map<String, Set<String>> table = new TreeMap<>();
		Set<String> names = Set.of();
		boolean inside = false;
		for (String line : Repository.find().read("src/docs/metrics.md").lines().toList()) {
			inside = line.startsWith("#") ? line.equals("## Meters and their tags") : inside;
			List<String> cells = Arrays.asList(line.split("\\|", -1));
			if (inside && cells.size() > 3) {
				Set<String> first = code(cells.get(1));
				names = first.isEmpty() ? names : first;
				Set<String> tags = code(cells.get(2));
				names.forEach((name) -> table.computeIfAbsent(name, (key) -> new TreeSet<>()).addAll(tags));
			}
		}
		return table;
	}

	private static Set<String> code(String cell) {
		Matcher matcher = CODE.matcher(cell);
		return matcher.results().map((MatchResult result) -> result.group(1)).collect(Collectors.toSet());
	}

	/** The application. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
	static class Application {

		@Bean
		Methods methods() {
			return new Methods();
		}

	}

	/** What is traced. */
	static class Methods {

		@Traced
		void call() {
		}

	}

}
