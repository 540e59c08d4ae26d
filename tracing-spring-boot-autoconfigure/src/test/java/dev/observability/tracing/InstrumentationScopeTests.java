// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InstrumentationScopeTests {

	@Test
	void saysWhichVersionsMadeASpan() {
		InMemorySpanExporter exporter = InMemorySpanExporter.create();
		OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
			.setTracerProvider(
					SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(exporter)).build())
			.build();
		InstrumentationScope.tracer(sdk, "dev.observability.tracing.test").spanBuilder("x").startSpan().end();
		InstrumentationScopeInfo scope = exporter.getFinishedSpanItems().get(0).getInstrumentationScopeInfo();
		assertThat(scope.getName()).isEqualTo("dev.observability.tracing.test");
		assertThat(scope.getVersion()).matches("\\d+\\.\\d+\\.\\d+.*").isEqualTo(InstrumentationScope.version());
		assertThat(scope.getSchemaUrl()).isEqualTo("https://opentelemetry.io/schemas/1.44.0");
	}

	@Test
	void costsNothingWithoutAnSdk() {
		assertThat(InstrumentationScope.tracer(OpenTelemetry.noop(), "x").isEnabled()).isFalse();
	}

}
