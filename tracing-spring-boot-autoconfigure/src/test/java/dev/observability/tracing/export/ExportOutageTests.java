// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.observability.tracing.testing.OtlpReceiver;
import dev.observability.tracing.testing.ReceiverFault;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.apache.commons.logging.LogFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for an application with a spool whose collector is away, while it runs, over a
 * restart, and over a sudden death.
 */
@ExtendWith(OutputCaptureExtension.class)
class ExportOutageTests {

	private static final Duration TIMEOUT = Duration.ofMinutes(2);

	private static final int SPANS = 3_000;

	private static final Pattern SPOOLED = Pattern.compile("\\[spooled (\\d+)]");

	private final OtlpReceiver receiver = OtlpReceiver.start();

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path folder;

	@AfterEach
	void closeReceiver() {
		this.receiver.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http", "grpc" })
	void everySpanOfAnOutageArrivesWhenTheCollectorIsBack(String transport, CapturedOutput output) {
		this.receiver.fault(ReceiverFault.REFUSE);
		try (ConfigurableApplicationContext context = start(transport)) {
			end(context, 0, SPANS);
			ExportLedger ledger = ledger(context);
			Awaitility.await().atMost(TIMEOUT).until(() -> ledger.spooledSpans() == SPANS);
			assertThat(ledger.inFlightSpans()).isZero();
			BalancedLedgers.assertBalanced(ledger);
			// One attempt that fails is no line
			Awaitility.await().atMost(TIMEOUT).until(() -> !lines(output, "Spans do not reach").isEmpty());
			this.receiver.fault(ReceiverFault.NONE);
			awaitNumbers(IntStream.range(0, SPANS));
			Awaitility.await().atMost(TIMEOUT).until(() -> ledger.exportedSpans() == SPANS);
			assertThat(ledger.spooledSpans()).isZero();
			BalancedLedgers.assertBalanced(ledger);
		}
		assertThat(this.receiver.spans()).as("none twice").hasSize(SPANS);
		assertThat(lines(output, "Spans do not reach")).singleElement()
			.asString()
			.contains("They are kept in " + this.folder);
		assertThat(lines(output, "again; 0 were lost meanwhile")).hasSize(1);
	}

	@Test
	void spansThatWaitWhenTheApplicationEndsArriveAfterTheNextStart(CapturedOutput output) {
		this.receiver.fault(ReceiverFault.HANG);
		ExportLedger ledger;
		try (ConfigurableApplicationContext context = start("http",
				"--observability.tracing.export.shutdown-timeout=300ms",
				"--management.opentelemetry.tracing.export.max-queue-size=8192",
				"--management.opentelemetry.tracing.export.max-batch-size=100")) {
			ledger = ledger(context);
			end(context, 0, SPANS);
			this.receiver.awaitRequests(1, TIMEOUT);
		}
		assertThat(ledger.spooledSpans()).as(ledger.toString()).isEqualTo(SPANS);
		BalancedLedgers.assertBalanced(ledger);
		assertThat(output).doesNotContain("did not reach");
		this.receiver.fault(ReceiverFault.NONE);
		this.receiver.clear();
		try (ConfigurableApplicationContext context = start("http")) {
			assertThat(ledger(context).restoredSpans()).isEqualTo(SPANS);
			awaitNumbers(IntStream.range(0, SPANS));
			Awaitility.await().atMost(TIMEOUT).until(() -> ledger(context).exportedSpans() == SPANS);
			BalancedLedgers.assertBalanced(ledger(context));
		}
		assertThat(this.receiver.spans()).hasSize(SPANS);
	}

	@Test
	void processThatIsKilledWhileItWritesLosesNothingThatWasSpooled() throws IOException {
		this.receiver.fault(ReceiverFault.REFUSE);
		int spooled = killWhileWriting();
		assertThat(spooled).isGreaterThan(1_000);
		this.receiver.fault(ReceiverFault.NONE);
		try (ConfigurableApplicationContext context = start("http")) {
			assertThat(ledger(context).restoredSpans()).isGreaterThanOrEqualTo(spooled);
			awaitNumbers(IntStream.range(0, spooled));
			Awaitility.await().atMost(TIMEOUT).until(() -> ledger(context).spooledSpans() == 0);
			BalancedLedgers.assertBalanced(ledger(context));
		}
		Set<Object> numbers = new HashSet<>();
		assertThat(this.receiver.spans()).as("none twice")
			.allSatisfy((span) -> assertThat(numbers.add(span.attributes().get("number"))).isTrue());
	}

	// The number of spans that the child said were spooled before it was killed
	private int killWhileWriting() throws IOException {
		Path log = this.folder.resolveSibling("child.log");
		ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", Child.class.getName(), endpoint("http"), spool())
			.redirectError(log.toFile());
		builder.environment().keySet().removeIf((name) -> name.startsWith("OTEL_") || name.startsWith("TRACE"));
		builder.environment()
			.put("CLASSPATH", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
		Process child = builder.start();
		int spooled = 0;
		try (BufferedReader reader = child.inputReader(StandardCharsets.UTF_8)) {
			String line = reader.readLine();
			while (line != null) {
				Matcher said = SPOOLED.matcher(line);
				spooled = said.find() ? Integer.parseInt(said.group(1)) : spooled;
				if (spooled > 1_000) {
					// What it has said until it is dead counts, too
					child.toHandle().destroyForcibly();
				}
				line = reader.readLine();
			}
		}
		assertThat(spooled).as(() -> read(log)).isPositive();
		return spooled;
	}

	private static String read(Path log) {
		try {
			return Files.readString(log);
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

	private ConfigurableApplicationContext start(String transport, String... arguments) {
		return run(Stream
			.concat(Stream.of(endpoint(transport), spool(),
					"--management.opentelemetry.tracing.export.otlp.transport=" + transport), Stream.of(arguments))
			.toArray(String[]::new));
	}

	private static ConfigurableApplicationContext run(String... arguments) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		List<String> all = new ArrayList<>(List.of("--spring.main.banner-mode=off",
				"--management.tracing.sampling.probability=1.0", "--spring.datasource.generate-unique-name=true",
				"--management.opentelemetry.tracing.export.schedule-delay=20ms",
				"--observability.tracing.export.spool.enabled=true"));
		all.addAll(List.of(arguments));
		return application.run(all.toArray(String[]::new));
	}

	private String endpoint(String transport) {
		return "--management.opentelemetry.tracing.export.otlp.endpoint="
				+ ("grpc".equals(transport) ? this.receiver.grpcEndpoint() : this.receiver.httpEndpoint());
	}

	private String spool() {
		return "--observability.tracing.export.spool.directory=" + this.folder;
	}

	private void awaitNumbers(IntStream numbers) {
		Set<Object> missing = new HashSet<>(numbers.mapToObj((number) -> (Object) (long) number).toList());
		this.receiver.await((spans) -> {
			spans.forEach((span) -> missing.remove(span.attributes().get("number")));
			return missing.isEmpty();
		}, TIMEOUT);
	}

	private static void end(ConfigurableApplicationContext context, int from, int to) {
		SdkTracerProvider provider = context.getBean(SdkTracerProvider.class);
		for (int i = from; i < to; i++) {
			provider.get("test").spanBuilder("span").setAttribute("number", i).startSpan().end();
		}
	}

	private static ExportLedger ledger(ConfigurableApplicationContext context) {
		return ((ExportPipeline) context.getBean(SpanExporters.class).list().get(0)).ledger();
	}

	private static List<String> lines(CapturedOutput output, String text) {
		return output.toString().lines().filter((line) -> line.contains(text)).toList();
	}

	/**
	 * A process that ends spans until it is killed, and says how many of them are on
	 * disk. They wait in the order of their numbers.
	 */
	public static final class Child {

		private Child() {
		}

		public static void main(String[] arguments) {
			ConfigurableApplicationContext context = run(arguments);
			ExportLedger ledger = ledger(context);
			for (int i = 0;; i += 50) {
				end(context, i, i + 50);
				LockSupport.parkNanos(5_000_000);
				LogFactory.getLog(Child.class).info("[spooled " + ledger.spooledSpans() + "]");
			}
		}

	}

	/** Exports. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
