// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.micrometer.observation.annotation.Observed;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.annotation.DefaultNewSpanParser;
import io.micrometer.tracing.annotation.ImperativeMethodInvocationProcessor;
import io.micrometer.tracing.annotation.NewSpan;
import io.micrometer.tracing.annotation.SpanAspect;
import io.micrometer.tracing.annotation.SpanTag;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Annotations of other libraries, with and without Boot's switch for Micrometer's.
 */
class ForeignAnnotationsTests {

	private static final String WITH_SPAN_CONFIGURATION = "io.opentelemetry.instrumentation.spring.autoconfigure"
			+ ".internal.instrumentation.annotations.InstrumentationAnnotationsAutoConfiguration";

	@Test
	void thoseOfOpenTelemetryMeanTheSame() {
		try (TracedApplication application = TracedApplication.start(Beans.class)) {
			application.bean(Service.class).withSpan("o-1").join();
			application.tracer().spanBuilder("caller").startSpan().end();
			SpanData span = application.spans(2).get(0);
			assertThat(span.getName()).isEqualTo("reserve");
			assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
			assertThat(span.getAttributes().get(AttributeKey.stringKey("order.id"))).isEqualTo("o-1");
		}
	}

	@Test
	void withoutANameItIsTheMethods() {
		try (TracedApplication application = TracedApplication.start(Beans.class)) {
			application.bean(Service.class).unnamed();
			assertThat(application.spans(1).get(0).getName()).isEqualTo("Service.unnamed");
		}
	}

	@Test
	void thoseOfMicrometerNeedNoSwitch() {
		try (TracedApplication application = TracedApplication.start(Beans.class)) {
			application.bean(Service.class).newOrder(7);
			SpanData span = application.spans(1).get(0);
			assertThat(span.getName()).isEqualTo("new-order");
			assertThat(span.getAttributes().get(AttributeKey.longKey("lines"))).isEqualTo(7);
		}
	}

	@Test
	void whereMicrometersAspectIsSwitchedOnItMakesTheSpan() {
		try (TracedApplication application = TracedApplication.start(Beans.class,
				"management.observations.annotations.enabled=true")) {
			application.bean(Service.class).newOrder(7);
			application.tracer().spanBuilder("after").startSpan().end();
			assertThat(application.spans(2)).extracting(SpanData::getName).containsExactly("new-order", "after");
		}
	}

	@Test
	void whereTheApplicationHasMicrometersAspectItMakesTheSpan() {
		try (TracedApplication application = TracedApplication.start(AspectOfTheApplication.class)) {
			application.bean(Service.class).newOrder(7);
			application.tracer().spanBuilder("after").startSpan().end();
			assertThat(application.spans(2)).extracting(SpanData::getName).containsExactly("new-order", "after");
		}
	}

	@Test
	void whereOpenTelemetrysAspectIsABeanItMakesTheSpan() throws Exception {
		InMemorySpanExporter exporter = InMemorySpanExporter.create();
		try (URLClassLoader libraries = new URLClassLoader(aspectOfOpenTelemetry(), getClass().getClassLoader())) {
			new ApplicationContextRunner().withClassLoader(libraries)
				.withConfiguration(AutoConfigurations.of(TracedAutoConfiguration.class, AopAutoConfiguration.class))
				.withUserConfiguration(libraries.loadClass(WITH_SPAN_CONFIGURATION), Beans.class)
				.withBean(OpenTelemetry.class, () -> OpenTelemetrySdk.builder()
					.setTracerProvider(
							SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(exporter)).build())
					.build())
				.run((context) -> {
					context.getBean(Service.class).unnamed();
					context.getBean(Service.class).newOrder(7);
					assertThat(exporter.getFinishedSpanItems())
						.extracting((span) -> span.getInstrumentationScopeInfo().getName() + ", " + span.getName())
						.containsExactly("io.opentelemetry.spring-boot-autoconfigure, Service.unnamed",
								TracedCalls.SCOPE + ", new-order");
				});
		}
	}

	// Those of their starter that the aspect needs, which would trace the other tests
	private static URL[] aspectOfOpenTelemetry() throws IOException {
		try (Stream<Path> jars = Files.list(Path.of("target", "with-span-aspect"))) {
			List<URL> urls = new ArrayList<>();
			for (Path jar : jars.toList()) {
				urls.add(jar.toUri().toURL());
			}
			return urls.toArray(URL[]::new);
		}
	}

	@Test
	void anExpressionOfOthersThatCannotWorkCostsItsAttributeAndNotTheStart() {
		try (TracedApplication application = TracedApplication.start(Broken.class)) {
			application.bean(BrokenTag.class).work("x");
			assertThat(application.spans(1).get(0).getAttributes().asMap().keySet()).extracting("key")
				.doesNotContain("broken");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void observedMeansTheSameWithMicrometersAspectAndWithout(boolean aspect) {
		try (TracedApplication application = TracedApplication.start(Beans.class,
				"management.observations.annotations.enabled=" + aspect)) {
			ObservedService service = application.bean(ObservedService.class);
			service.work();
			service.named().join();
			assertThatIllegalStateException().isThrownBy(service::fail);
			assertThat(application.spans(3)).extracting(SpanData::getName)
				.containsExactly("ObservedService#work", "stock reserve", "ObservedService#fail");
			assertThat(application.spans()).hasSize(3)
				.allSatisfy((span) -> assertThat(span.getAttributes().get(AttributeKey.stringKey("class")))
					.isEqualTo(ObservedService.class.getName()));
			assertThat(application.spans().get(2).getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
			assertThat(application.meters()
				.get("stock.reserve")
				.tags("class", ObservedService.class.getName(), "method", "named", "warehouse", "main", "error", "none")
				.timer()
				.count()).isOne();
			assertThat(application.meters().get("method.observed").tag("method", "fail").timer().count()).isOne();
		}
	}

	/** Not ours to refuse. */
	@Configuration(proxyBeanMethods = false)
	static class Broken {

		@Bean
		BrokenTag brokenTag() {
			return new BrokenTag();
		}

	}

	public static class BrokenTag {

		@NewSpan
		public void work(@SpanTag(key = "broken", expression = "T(java.lang.Math).PI") String value) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Beans.class)
	static class AspectOfTheApplication {

		@Bean
		static SpanAspect spanAspect(ObjectProvider<Tracer> tracer) {
			return new SpanAspect(
					new ImperativeMethodInvocationProcessor(new DefaultNewSpanParser(), tracer.getObject()));
		}

	}

	/** The beans. */
	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		Service service() {
			return new Service();
		}

		@Bean
		ObservedService observedService() {
			return new ObservedService();
		}

	}

	@Observed
	public static class ObservedService {

		public void work() {
		}

		@Observed(name = "stock.reserve", contextualName = "stock reserve",
				lowCardinalityKeyValues = { "warehouse", "main" })
		public CompletableFuture<String> named() {
			return CompletableFuture.completedFuture("reserved");
		}

		public void fail() {
			throw new IllegalStateException("as asked for");
		}

	}

	/** With public methods only, as Micrometer's aspect needs them. */
	public static class Service {

		@WithSpan(value = "reserve", kind = SpanKind.CLIENT)
		public CompletableFuture<String> withSpan(
				@io.opentelemetry.instrumentation.annotations.SpanAttribute("order.id") String orderId) {
			return CompletableFuture.completedFuture(orderId);
		}

		@WithSpan
		public void unnamed() {
		}

		@NewSpan
		public void newOrder(@SpanTag("lines") int lines) {
		}

	}

}
