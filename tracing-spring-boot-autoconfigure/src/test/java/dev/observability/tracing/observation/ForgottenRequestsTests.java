// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.Socket;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.observability.tracing.propagation.OutboundHosts;
import io.micrometer.observation.Observation;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import jakarta.servlet.AsyncContext;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Requests that a real Tomcat gives up without telling anybody: its thread is held just
 * before it returns, until the stream has failed.
 */
class ForgottenRequestsTests {

	private static volatile CountDownLatch failed = new CountDownLatch(0);

	@SuppressWarnings("NullAway.Init")
	private static TestApplication application;

	@BeforeAll
	static void start() {
		application = TestApplication.start(WebApplicationType.SERVLET, Application.class,
				"observability.tracing.semantic-conventions=both",
				"observability.tracing.observation.server.request-headers=X-Tenant");
	}

	@AfterAll
	static void stop() {
		assertThat(application.tracesWithoutOneServerSpan()).isEmpty();
		application.close();
	}

	@BeforeEach
	void hold() {
		failed = new CountDownLatch(1);
	}

	@Test
	void theSpanEndsWithAllThatWasKnown() throws IOException {
		String traceId = application.newTraceId();
		try (Socket socket = application.connect("GET /stream/7?full=true", traceId, "User-Agent: test/1")) {
			assertThat(socket.getInputStream().readNBytes(100_000)).hasSize(100_000);
		}
		SpanData span = application.spans().server(traceId);
		assertThat(failed.getCount()).isZero();
		assertThat(span.getName()).isEqualTo("GET /stream/{id}");
		assertThat(span.getStatus().getStatusCode()).as(span.toString()).isEqualTo(StatusCode.UNSET);
		assertThat(span.getAttributes().get(ErrorAttributes.TYPE)).isNull();
		assertThat(span.getAttributes().get(HttpAttributes.ROUTE)).isEqualTo("/stream/{id}");
		assertThat(span.getAttributes().get(HttpAttributes.REQUEST_METHOD)).isEqualTo("GET");
		assertThat(span.getAttributes().get(HttpAttributes.URL_QUERY)).isEqualTo("full=true");
		assertThat(span.getAttributes().get(HttpAttributes.SERVER_PORT)).isEqualTo(application.port());
		assertThat(span.getAttributes().get(HttpAttributes.USER_AGENT)).isEqualTo("test/1");
		assertThat(span.getAttributes().asMap().keySet()).extracting("key").contains("http.user_agent", "http.method");
	}

	@Test
	void aLookThatFailsIsNotTheLast() {
		ObservationSpans spans = new ObservationSpans(SdkTracerProvider.builder().build().get("test"),
				TextMapPropagator.noop(), new SpanConventions(List.of()), OutboundHosts.defaults(),
				new KeyValueBaggage(List.of(), List.of()));
		AtomicBoolean failed = new AtomicBoolean();
		Observation.Context observed = new Observation.Context();
		observed.setName("request");
		spans.start(observed);
		ObservationSpan span = Objects.requireNonNull(ObservationSpan.of(observed));
		AsyncContext gone = (AsyncContext) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { AsyncContext.class }, (proxy, method, arguments) -> {
					throw new IllegalStateException("recycled");
				});
		try (ForgottenRequests forgotten = new ForgottenRequests(() -> {
			if (failed.compareAndSet(false, true)) {
				throw new IllegalStateException("not yet");
			}
			return spans;
		})) {
			forgotten.watch(gone, observed, span, new AsyncStart("GET", null, null, 0));
			await().until(span::isEnded);
		}
		assertThat(failed).isTrue();
	}

	/** The application. */
	@Configuration(proxyBeanMethods = false)
	@Import(Pages.class)
	static class Application {

		@Bean
		TomcatServletWebServerFactory tomcat() {
			TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory();
			factory.setProtocol(HoldingProtocol.class.getName());
			return factory;
		}

	}

	/** Streams until nobody reads any more. */
	@RestController
	static class Pages {

		@GetMapping("/stream/{id}")
		ResponseEntity<StreamingResponseBody> stream() {
			return ResponseEntity.ok((output) -> {
				try {
					while (true) {
						output.write(new byte[10_000]);
						output.flush();
					}
				}
				finally {
					failed.countDown();
				}
			});
		}

	}

	/** Tomcat's own, but for its processors. */
	public static final class HoldingProtocol extends Http11NioProtocol {

		@Override
		protected Processor createProcessor() {
			return new Http11Processor(this, getAdapter()) {

				// Asked on Tomcat's thread after the application, before it returns
				@Override
				public boolean isAsync() {
					boolean async = super.isAsync();
					if (async && Thread.currentThread().getName().contains("-exec-")) {
						awaitFailure();
					}
					return async;
				}
			};
		}

		private static void awaitFailure() {
			try {
				assertThat(failed.await(10, TimeUnit.SECONDS)).isTrue();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

}
