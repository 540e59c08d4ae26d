// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.observability.tracing.testing.OtlpReceiver;
import dev.observability.tracing.testing.ReceivedSpan;
import dev.observability.tracing.testing.ReceiverFault;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.common.export.GrpcSenderProvider;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpHttpSpanExporterBuilderCustomizer;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.logging.OpenTelemetryLoggingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.logging.otlp.OtlpLoggingAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the senders of Boot's OTLP exporters, with several on the class path.
 */
@ExtendWith(OutputCaptureExtension.class)
class OtlpSenderTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final String PREFIX = "management.opentelemetry.tracing.export.otlp.";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ExportAutoConfiguration.class,
				OpenTelemetryTracingAutoConfiguration.class, OtlpTracingAutoConfiguration.class,
				OpenTelemetrySdkAutoConfiguration.class, SslAutoConfiguration.class))
		.withBean("spans", SpanSource.class)
		.withPropertyValues("management.tracing.sampling.probability=1.0",
				"observability.tracing.export.shutdown-timeout=0s",
				"management.opentelemetry.tracing.export.schedule-delay=20ms");

	private OtlpReceiver receiver = OtlpReceiver.start();

	@AfterEach
	void closeReceiver() {
		this.receiver.close();
	}

	@Test
	void httpGoesByTheClientOfTheJdkThoughOkHttpIsThere() {
		assertThat(ServiceLoader.load(HttpSenderProvider.class)).hasSizeGreaterThan(1);
		ReceivedSpan span = export("http");
		assertThat(span.headers()).as("of old proxies").doesNotContainKeys("upgrade", "http2-settings");
		assertThat(span.protocol()).isEqualTo("http/protobuf");
	}

	@Test
	void grpcGoesByOkHttp() {
		ReceivedSpan span = export("grpc");
		assertThat(span.protocol()).isEqualTo("grpc");
		SenderComponentLoader loader = new OtlpSenders(new ExportLosses()).loader();
		assertThat(loader.load(GrpcSenderProvider.class)).hasSize(1);
		assertThat(loader.load(HttpSenderProvider.class)).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http", "grpc" })
	void headersAndGzipReachTheCollector(String transport) {
		ReceivedSpan span = export(transport, PREFIX + "compression=gzip", PREFIX + "headers.x-tenant=acme");
		assertThat(span.headers()).containsEntry("x-tenant", "acme")
			.containsEntry("http".equals(transport) ? "content-encoding" : "grpc-encoding", "gzip");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http", "grpc" })
	void timeoutEndsAnExport(String transport) {
		this.receiver.fault(ReceiverFault.HANG);
		assertThat(lost(transport, this.receiver, PREFIX + "timeout=200ms").count(LossReason.TIMEOUT)).isEqualTo(1);
	}

	@Test
	void choiceOfTheUserWinsOverOurs() {
		String[] builders = new String[1];
		this.runner.withPropertyValues(endpoint("http", this.receiver))
			.withBean(OtlpHttpSpanExporterBuilderCustomizer.class, () -> (OtlpHttpSpanExporterBuilder builder) -> {
				builders[0] = builder.build().toString();
				builder.setServiceClassLoader(getClass().getClassLoader());
			})
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(builders[0]).contains("componentLoader=HTTP by the JDK's client, gRPC by OkHttp");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http", "grpc" })
	void tlsWorksWithATrustedCertificateAndFailsWithAnotherAndForAnotherHost(String transport, @TempDir Path directory)
			throws Exception {
		TestCertificate ours = TestCertificate.create(directory, "ours", "dns:localhost,ip:127.0.0.1");
		TestCertificate foreign = TestCertificate.create(directory, "foreign", "dns:localhost,ip:127.0.0.1");
		TestCertificate elsewhere = TestCertificate.create(directory, "elsewhere", "dns:elsewhere.example");
		this.receiver.close();
		this.receiver = OtlpReceiver.start(ours.keys());
		String bundle = PREFIX + "ssl.bundle=collector";
		assertThat(export(transport, withBundle(bundle, ours)).name()).isEqualTo("span");
		assertThat(lost(transport, this.receiver, withBundle(bundle, foreign)).count(LossReason.UNREACHABLE))
			.isEqualTo(1);
		try (OtlpReceiver other = OtlpReceiver.start(elsewhere.keys())) {
			assertThat(lost(transport, other, withBundle(bundle, elsewhere)).count(LossReason.UNREACHABLE))
				.isEqualTo(1);
			assertThat(other.spans()).isEmpty();
		}
	}

	@Test
	void logExportersGetTheSameSenderWithoutAWarning(CapturedOutput output) {
		this.runner
			.withConfiguration(AutoConfigurations.of(OpenTelemetryLoggingAutoConfiguration.class,
					OtlpLoggingAutoConfiguration.class))
			.withPropertyValues("management.opentelemetry.logging.export.otlp.endpoint=" + this.receiver.httpEndpoint())
			.run((context) -> assertThat(context.getBean(OtlpHttpLogRecordExporter.class).toString())
				.contains("HTTP by the JDK's client"));
		assertThat(output).doesNotContain("Multiple HttpSenderProvider");
	}

	private static String[] withBundle(String bundle, TestCertificate trusted) {
		return Stream.concat(Stream.of(bundle), Stream.of(trusted.trustedAsBundle("collector"))).toArray(String[]::new);
	}

	private ReceivedSpan export(String transport, String... properties) {
		List<ReceivedSpan> spans = new ArrayList<>();
		this.runner.withPropertyValues(endpoint(transport, this.receiver))
			.withPropertyValues(properties)
			.run((context) -> {
				context.getBean(SpanSource.class).span(context.getBean(SdkTracerProvider.class));
				spans.addAll(this.receiver.await(1, TIMEOUT));
				assertThat(context.getBean(ExportLosses.class).total()).isZero();
			});
		return spans.get(0);
	}

	private ExportLosses lost(String transport, OtlpReceiver receiver, String... properties) {
		ExportLosses[] losses = new ExportLosses[1];
		this.runner.withPropertyValues(endpoint(transport, receiver))
			.withPropertyValues(properties)
			.withUserConfiguration(ExportTestApplication.WithoutRetries.class)
			.run((context) -> {
				SdkTracerProvider provider = context.getBean(SdkTracerProvider.class);
				context.getBean(SpanSource.class).span(provider);
				provider.forceFlush().join(60, TimeUnit.SECONDS);
				losses[0] = context.getBean(ExportLosses.class);
			});
		return losses[0];
	}

	private static String[] endpoint(String transport, OtlpReceiver receiver) {
		return new String[] { PREFIX + "transport=" + transport,
				PREFIX + "endpoint=" + ("grpc".equals(transport) ? receiver.grpcEndpoint() : receiver.httpEndpoint()) };
	}

	/**
	 * Makes a span.
	 */
	static final class SpanSource {

		void span(SdkTracerProvider provider) {
			provider.get("test").spanBuilder("span").startSpan().end();
		}

	}

}
