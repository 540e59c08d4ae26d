// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.time.Duration;

import dev.observability.tracing.diagnostics.TracingEndpoint;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.awaitility.Awaitility;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Starts three applications, one after the other, each of which exports ten spans, says
 * what became of them, and ends. For a JVM of its own.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
@Import(ExportTestApplication.WithoutRetries.class)
public class OkioApplication {

	static final int SPANS = 10;

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final Log logger = LogFactory.getLog(OkioApplication.class);

	/**
	 * Starts them.
	 * @param arguments endpoint of HTTP, endpoint of gRPC, port of HTTP, port where
	 * nobody listens
	 */
	public static void main(String[] arguments) {
		run("http", arguments[0], arguments[2]);
		run("grpc", arguments[1], arguments[2]);
		run("grpc", arguments[1], arguments[3]);
	}

	private static void run(String transport, String endpoint, String httpPort) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(OkioApplication.class)
			.web(WebApplicationType.NONE)
			.run("--spring.main.banner-mode=off", "--observability.tracing.logging.format=none",
					"--management.endpoints.web.exposure.include=tracing", "--test.http-port=" + httpPort,
					"--management.opentelemetry.tracing.export.otlp.headers.x-key=value",
					"--management.opentelemetry.tracing.export.otlp.transport=" + transport,
					"--management.opentelemetry.tracing.export.otlp.endpoint=" + endpoint)) {
			SdkTracerProvider provider = context.getBean(SdkTracerProvider.class);
			ExportLedger ledger = ((ExportPipeline) context.getBean(SpanExporters.class).list().get(0)).ledger();
			for (int i = 1; i <= SPANS; i++) {
				provider.get("test").spanBuilder("span").startSpan().end();
				if (i % (SPANS / 2) == 0) {
					provider.forceFlush();
					Awaitility.await().atMost(TIMEOUT).until(() -> ledger.inFlightSpans() == 0);
				}
			}
			logger.info("ledger: " + ledger);
			logger.info("conflicts: " + context.getBean(OtlpSenders.class).conflicts());
			logger.info("doctor: " + context.getBean(TracingEndpoint.class).section("doctor"));
		}
		logger.info("ended");
	}

	@Bean
	OtlpSenders tracingOtlpSenders(ExportLosses losses, @Value("${test.http-port}") int httpPort) {
		return new OtlpSenders(losses, httpPort);
	}

}
