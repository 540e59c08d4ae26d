// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.time.Duration;
import java.util.List;

import dev.observability.tracing.testing.OtlpReceiver;
import dev.observability.tracing.testing.ReceivedSpan;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Hooks;

import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A WebFlux application on a real Netty with the exporter that users have: what a
 * collector stored of one request.
 */
class ReactiveEndToEndTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	@AfterAll
	static void stop() {
		Hooks.disableAutomaticContextPropagation();
	}

	@ParameterizedTest
	@CsvSource({ "/nested, 'GET /nested SERVER,outer INTERNAL,inner INTERNAL,GET /leaf CLIENT,GET /leaf SERVER'",
			"/observed, 'GET /observed SERVER,outer INTERNAL,observed INTERNAL,GET /leaf CLIENT,GET /leaf SERVER'" })
	void oneRequestIsOneTraceAtTheCollector(String path, String expected) {
		List<String> chain = List.of(expected.split(","));
		try (OtlpReceiver receiver = OtlpReceiver.start();
				TestApplication application = TestApplication.start(WebApplicationType.REACTIVE,
						ReactiveNestingTests.Application.class, "management.observations.annotations.enabled=true",
						"spring.application.name=shop", "observability.tracing.endpoint=" + receiver.httpEndpoint(),
						"observability.tracing.protocol=http/protobuf",
						"management.opentelemetry.tracing.export.schedule-delay=20ms")) {
			TestApplication.Exchange exchange = application.send("GET " + path);
			assertThat(exchange.body()).isEqualTo("leaf");
			List<ReceivedSpan> spans = receiver.await(chain.size(), TIMEOUT);
			assertThat(spans).hasSameSizeAs(chain).allSatisfy((span) -> {
				assertThat(span.traceId()).isEqualTo(exchange.traceId());
				assertThat(span.service()).isEqualTo("shop");
			});
			String parent = "00f067aa0ba902b7";
			for (String name : chain) {
				String parentId = parent;
				ReceivedSpan child = assertThat(spans).filteredOn((span) -> span.parentSpanId().equals(parentId))
					.singleElement()
					.actual();
				assertThat(child.name() + " " + child.kind()).isEqualTo(name);
				parent = child.spanId();
			}
			assertThat(application.bean(Leaks.class).found()).isEmpty();
		}
	}

}
