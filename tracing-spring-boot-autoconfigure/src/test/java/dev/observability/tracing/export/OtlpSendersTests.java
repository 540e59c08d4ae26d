// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OtlpSenders}.
 */
class OtlpSendersTests {

	private final OtlpSenders senders = new OtlpSenders(new ExportLosses());

	@Test
	void knowsTheSenderOfEachExporterThatHasALoaderOfOurs() {
		List<SpanExporter> exporters = List.of(http(this.senders.loader()).build(), http(this.senders.loader()).build(),
				OtlpGrpcSpanExporter.builder().setComponentLoader(this.senders.loader()).build());
		assertThat(exporters).map(this.senders::of).doesNotContainNull().doesNotHaveDuplicates();
		exporters.forEach(SpanExporter::shutdown);
	}

	@Test
	void tellsLoadersApartWhoseNumbersBeginAlike() {
		SenderComponentLoader first = this.senders.loader();
		OtlpSender sender = null;
		for (int i = 0; i < 12; i++) {
			SpanExporter exporter = http(this.senders.loader()).build();
			assertThat(this.senders.of(exporter)).isNotNull().isNotEqualTo(sender);
			sender = this.senders.of(exporter);
			exporter.shutdown();
		}
		assertThat(first.onlySender()).isNull();
	}

	@Test
	void doesNotKnowTheSenderOfAnExporterThatIsNotOurs() {
		assertThat(this.senders.of(InMemorySpanExporter.create())).isNull();
		SenderComponentLoader another = new OtlpSenders(new ExportLosses()).loader();
		SpanExporter exporter = http(another).build();
		assertThat(this.senders.of(exporter)).isNull();
		exporter.shutdown();
	}

	@Test
	void wrapperOfAnExporterIsNotTheExporter() {
		OtlpHttpSpanExporter exporter = http(this.senders.loader()).build();
		SpanExporter wrapper = SpanExporter.composite(exporter, InMemorySpanExporter.create());
		assertThat(this.senders.of(wrapper)).isNull();
		exporter.shutdown();
	}

	@Test
	void doesNotGuessWhereABuilderWasUsedTwice() {
		OtlpHttpSpanExporterBuilder builder = http(this.senders.loader());
		SpanExporter first = builder.build();
		SpanExporter second = builder.setEndpoint("http://localhost:2/v1/traces").build();
		assertThat(this.senders.of(first)).isNull();
		assertThat(this.senders.of(second)).isNull();
		first.shutdown();
		second.shutdown();
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json", "application/x-protobuf" })
	void knowsOnlySendersOfProtobuf(String contentType) {
		SenderComponentLoader loader = this.senders.loader();
		HttpSenderProvider provider = loader.load(HttpSenderProvider.class).iterator().next();
		provider.createSender(config(contentType)).shutdown();
		assertThat(loader.onlySender() != null).isEqualTo(contentType.endsWith("protobuf"));
	}

	@Test
	void senderThatTheUserChoseForTheWholeJvmWins() {
		String property = HttpSenderProvider.class.getName();
		System.setProperty(property, "io.opentelemetry.exporter.sender.okhttp.internal.OkHttpHttpSenderProvider");
		try {
			HttpSenderProvider provider = this.senders.loader().load(HttpSenderProvider.class).iterator().next();
			assertThat(provider.createSender(config("application/x-protobuf"))).isInstanceOf(CheckedHttpSender.class);
		}
		finally {
			System.clearProperty(property);
		}
		HttpSenderProvider ours = this.senders.loader().load(HttpSenderProvider.class).iterator().next();
		assertThat(ours.createSender(config("application/x-protobuf"))).isInstanceOf(RepeatingHttpSender.class);
	}

	@Test
	void noConflictIsSeenBeforeAnythingWasSent() {
		SpanExporter exporter = OtlpGrpcSpanExporter.builder().setComponentLoader(this.senders.loader()).build();
		assertThat(this.senders.conflicts()).isEmpty();
		exporter.shutdown();
	}

	private static OtlpHttpSpanExporterBuilder http(ComponentLoader loader) {
		return OtlpHttpSpanExporter.builder().setEndpoint("http://localhost:1/v1/traces").setComponentLoader(loader);
	}

	private static HttpSenderConfig config(String contentType) {
		return (HttpSenderConfig) Proxy.newProxyInstance(HttpSenderConfig.class.getClassLoader(),
				new Class<?>[] { HttpSenderConfig.class }, (proxy, method, arguments) -> switch (method.getName()) {
					case "getContentType" -> contentType;
					case "getEndpoint" -> URI.create("http://localhost:1/v1/traces");
					case "getTimeout", "getConnectTimeout" -> Duration.ofSeconds(1);
					case "getHeadersSupplier" -> (Supplier<?>) Map::of;
					case "getMaxResponseBodySize" -> 1024L;
					default -> null;
				});
	}

}
