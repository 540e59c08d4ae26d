// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.time.Duration;
import java.util.List;

import dev.observability.tracing.OtlpBackendsProperties;
import dev.observability.tracing.testing.OtlpReceiver;
import dev.observability.tracing.testing.ReceivedSpan;
import dev.observability.tracing.testing.ReceiverFault;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpHttpSpanExporterBuilderCustomizer;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OtlpConnectionsConfiguration}, with real receivers.
 */
class OtlpBackendsTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final String FURTHER = "observability.tracing.export.otlp.";

	private static final int SPANS = 50;

	private static final int ROUNDS = 5;

	private final OtlpReceiver first = OtlpReceiver.start();

	private final OtlpReceiver second = OtlpReceiver.start();

	@RegisterExtension
	private final BalancedLedgers ledgers = new BalancedLedgers();

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withInitializer(this.ledgers)
		.withConfiguration(AutoConfigurations.of(ExportAutoConfiguration.class,
				OpenTelemetryTracingAutoConfiguration.class, OtlpTracingAutoConfiguration.class,
				OpenTelemetrySdkAutoConfiguration.class, SslAutoConfiguration.class))
		.withPropertyValues("management.tracing.sampling.probability=1.0",
				"observability.tracing.export.shutdown-timeout=1s",
				"management.opentelemetry.tracing.export.schedule-delay=20ms");

	@AfterEach
	void closeReceivers() {
		this.first.close();
		this.second.close();
	}

	@ParameterizedTest
	@CsvSource({ "http/protobuf, true", "http/protobuf, false", "grpc, true", "grpc, false" })
	void oneThatHangsCostsTheOtherNothing(String protocol, boolean firstHangs) {
		OtlpReceiver hanging = firstHangs ? this.first : this.second;
		OtlpReceiver healthy = firstHangs ? this.second : this.first;
		hanging.fault(ReceiverFault.HANG);
		this.runner
			.withPropertyValues(bootsEndpoint(), FURTHER + "second.endpoint=localhost:" + port(protocol, this.second),
					FURTHER + "second.protocol=" + protocol,
					"management.opentelemetry.tracing.export.max-queue-size=64",
					"management.opentelemetry.tracing.export.max-batch-size=64",
					"management.opentelemetry.tracing.export.timeout=10m",
					"management.opentelemetry.tracing.export.otlp.timeout=10m", FURTHER + "second.timeout=10m")
			.run((context) -> {
				for (int i = 1; i <= ROUNDS; i++) {
					end(context, SPANS);
					assertThat(healthy.await(i * SPANS, TIMEOUT)).hasSize(i * SPANS);
				}
				hanging.awaitRequests(1, TIMEOUT);
			});
		assertThat(healthy.spans()).hasSize(ROUNDS * SPANS);
		assertThat(hanging.spans()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http/protobuf", "grpc" })
	void hasHeadersAndCompressionOfItsOwn(String protocol) {
		this.runner
			.withPropertyValues(bootsEndpoint(),
					"management.opentelemetry.tracing.export.otlp.headers.x-tenant=of-the-first",
					FURTHER + "second.endpoint=localhost:" + port(protocol, this.second),
					FURTHER + "second.protocol=" + protocol, FURTHER + "second.headers.x-other=of-the-second",
					FURTHER + "second.compression=gzip")
			.run((context) -> {
				end(context, 1);
				ReceivedSpan there = this.second.await(1, TIMEOUT).get(0);
				assertThat(there.protocol()).isEqualTo(protocol);
				assertThat(there.headers()).containsEntry("x-other", "of-the-second")
					.containsEntry("grpc".equals(protocol) ? "grpc-encoding" : "content-encoding", "gzip")
					.doesNotContainKey("x-tenant");
				assertThat(this.first.await(1, TIMEOUT).get(0).headers()).containsEntry("x-tenant", "of-the-first")
					.doesNotContainKeys("x-other", "content-encoding");
			});
	}

	@Test
	void timeoutIsItsOwn() {
		assertThat(created(FURTHER + "second.timeout=123ms")).contains("timeoutNanos=123000000,",
				"connectTimeoutNanos=123000000");
		assertThat(created(FURTHER + "second.timeout=20s")).contains("timeoutNanos=20000000000,",
				"connectTimeoutNanos=10000000000");
		assertThat(created()).contains("timeoutNanos=10000000000,", "connectTimeoutNanos=10000000000");
	}

	@Test
	void comeAfterAllOthersInTheOrderOfTheirNamesAndAreMaskedAndEncodedLikeThem() {
		this.runner.withBean("memory", SpanExporter.class, InMemorySpanExporter::create)
			.withPropertyValues(bootsEndpoint(), FURTHER + "b.endpoint=localhost:4317",
					FURTHER + "c.endpoint=https://c.example/v1/traces?key=s3cret", FURTHER + "a.endpoint=localhost:1",
					FURTHER + "off.endpoint=localhost:2", FURTHER + "off.enabled=false")
			.run((context) -> {
				assertThat(exporters(context)).extracting(Object::toString)
					.satisfies((texts) -> assertThat(texts.subList(0, 2))
						.anySatisfy((text) -> assertThat(text).contains("InMemorySpanExporter"))
						.anySatisfy((text) -> assertThat(text).contains(this.first.httpEndpoint())))
					.satisfies((texts) -> assertThat(texts.subList(2, texts.size())).hasSize(3)
						.allSatisfy((text) -> assertThat(text).startsWith("ExportPipeline[redact > encode")
							.doesNotContain("s3cret")))
					.satisfies((texts) -> {
						assertThat(texts.get(2)).contains("http://localhost:1/v1/traces (http/protobuf)");
						assertThat(texts.get(3)).contains("http://localhost:4317 (grpc)");
						assertThat(texts.get(4)).contains("https://c.example/v1/traces?key=REDACTED (http/protobuf)");
					});
				assertThat(context.getBean(ExportProcessors.class).all()).hasSize(5);
			});
	}

	@Test
	void bootsExporterStaysTheOnlyBeanOfItsType() {
		this.runner.withPropertyValues(bootsEndpoint(), FURTHER + "second.endpoint=localhost:" + this.second.httpPort())
			.run((context) -> {
				assertThat(context).hasSingleBean(OtlpHttpSpanExporter.class).hasSingleBean(SpanExporter.class);
				end(context, 1);
				assertThat(this.first.await(1, TIMEOUT)).hasSize(1);
				assertThat(this.second.await(1, TIMEOUT)).hasSize(1);
			});
	}

	@Test
	void getSpansWithoutAFirstEndpoint() {
		this.runner.withPropertyValues(FURTHER + "second.endpoint=localhost:" + this.second.httpPort())
			.run((context) -> {
				end(context, 1);
				assertThat(this.second.await(1, TIMEOUT)).hasSize(1);
			});
	}

	@Test
	void areAddedToExportersThatTheApplicationCollects() {
		this.runner.withBean(SpanExporters.class, () -> SpanExporters.of(InMemorySpanExporter.create()))
			.withPropertyValues(FURTHER + "second.endpoint=localhost:" + this.second.httpPort())
			.run((context) -> {
				assertThat(exporters(context)).hasSize(2);
				end(context, 1);
				assertThat(this.second.await(1, TIMEOUT)).hasSize(1);
			});
	}

	@Test
	void customizersOfTheApplicationAreForTheFirstOne() {
		this.runner
			.withBean(OtlpHttpSpanExporterBuilderCustomizer.class,
					() -> (builder) -> builder.addHeader("x-secret", "of-the-first"))
			.withPropertyValues(bootsEndpoint(), FURTHER + "second.endpoint=localhost:" + this.second.httpPort())
			.run((context) -> {
				end(context, 1);
				assertThat(this.first.await(1, TIMEOUT).get(0).headers()).containsKey("x-secret");
				assertThat(this.second.await(1, TIMEOUT).get(0).headers()).doesNotContainKey("x-secret");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "observability.tracing.enabled=false", "management.tracing.export.enabled=false",
			"management.tracing.export.otlp.enabled=false", "management.opentelemetry.enabled=false" })
	void switchesOfTracingAndExportSwitchThemOff(String off) {
		this.runner.withPropertyValues(off, FURTHER + "second.endpoint=localhost:" + this.second.httpPort())
			.run((context) -> {
				assertThat(context).hasNotFailed()
					.doesNotHaveBean(OtlpBackendFactory.class)
					.doesNotHaveBean(OtlpBackendsPostProcessor.class)
					.doesNotHaveBean(ReloadingDetailsPostProcessor.class);
				context.getBeansOfType(SpanExporters.class)
					.values()
					.forEach((exporters) -> assertThat(exporters.list()).isEmpty());
			});
	}

	@Test
	void backsOffWithoutTheOtlpExporter() {
		this.runner.withClassLoader(new FilteredClassLoader(OtlpHttpSpanExporter.class))
			.withPropertyValues(FURTHER + "second.endpoint=localhost:4317")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(OtlpBackendFactory.class));
	}

	private String created(String... properties) {
		String[] text = new String[1];
		this.runner.withPropertyValues(FURTHER + "second.endpoint=localhost:" + this.second.httpPort())
			.withPropertyValues(properties)
			.run((context) -> {
				SpanExporter exporter = context.getBean(OtlpBackendFactory.class)
					.create(context.getBean(OtlpBackendsProperties.class).active().values().iterator().next());
				text[0] = exporter.toString();
				exporter.shutdown();
			});
		return text[0];
	}

	private String bootsEndpoint() {
		return "management.opentelemetry.tracing.export.otlp.endpoint=" + this.first.httpEndpoint();
	}

	private static int port(String protocol, OtlpReceiver receiver) {
		return "grpc".equals(protocol) ? receiver.grpcPort() : receiver.httpPort();
	}

	private static List<SpanExporter> exporters(AssertableApplicationContext context) {
		return context.getBean(SpanExporters.class).list();
	}

	private static void end(AssertableApplicationContext context, int spans) {
		SdkTracerProvider provider = context.getBean(SdkTracerProvider.class);
		for (int i = 0; i < spans; i++) {
			provider.get("test").spanBuilder("span").startSpan().end();
		}
	}

}
