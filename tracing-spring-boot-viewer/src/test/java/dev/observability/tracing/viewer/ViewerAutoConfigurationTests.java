// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Properties;

import ch.qos.logback.classic.LoggerContext;
import dev.observability.tracing.InvalidTracingPropertyException;
import dev.observability.tracing.export.ExportAutoConfiguration;
import dev.observability.tracing.logging.LoggingAutoConfiguration;
import dev.observability.tracing.redaction.RedactionAutoConfiguration;
import dev.observability.tracing.viewer.page.Page;
import dev.observability.tracing.viewer.page.ReactivePageFilter;
import dev.observability.tracing.viewer.ring.Ring;
import dev.observability.tracing.viewer.ring.RingLimits;
import dev.observability.tracing.viewer.trace.FieldsBuilder;
import dev.observability.tracing.viewer.trace.RecordMask;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ViewerAutoConfiguration} and {@link ViewerServerAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ViewerAutoConfigurationTests {

	private static final AutoConfigurations ALL = AutoConfigurations.of(RedactionAutoConfiguration.class,
			OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class,
			ExportAutoConfiguration.class, LoggingAutoConfiguration.class, ViewerAutoConfiguration.class,
			ViewerServerAutoConfiguration.class);

	private static final String ENABLED = "observability.tracing.viewer.enabled=true";

	private final WebApplicationContextRunner servlet = new WebApplicationContextRunner().withConfiguration(ALL);

	private final ReactiveWebApplicationContextRunner reactive = new ReactiveWebApplicationContextRunner()
		.withConfiguration(ALL);

	private final ApplicationContextRunner noWeb = new ApplicationContextRunner().withConfiguration(ALL);

	@Test
	void byDefaultThereIsNothing() {
		this.servlet.run((context) -> assertThat(context).doesNotHaveBean(Page.class)
			.doesNotHaveBean(Capture.class)
			.doesNotHaveBean("tracingViewerFilter"));
	}

	@Test
	void whereItIsSwitchedOnThePageIsThere() {
		this.servlet.withPropertyValues(ENABLED)
			.run((context) -> assertThat(context).hasSingleBean(Page.class)
				.hasSingleBean(Capture.class)
				.hasBean("tracingViewerFilter")
				.hasBean("tracingViewerLogCapture"));
		this.reactive.withPropertyValues(ENABLED)
			.run((context) -> assertThat(context).hasSingleBean(Page.class).hasSingleBean(ReactivePageFilter.class));
	}

	@Test
	void rulesOfTheApplicationHoldForWhatOthersSend() {
		this.servlet
			.withPropertyValues(ENABLED, "observability.tracing.redaction.email=true",
					"observability.tracing.redaction.keys=tax-id", "observability.tracing.redaction.allowed-keys=note")
			.run((context) -> {
				RecordMask mask = context.getBean(Ring.class).mask();
				assertThat(mask.text("ask jane@example.com", 100)).isEqualTo("ask REDACTED");
				assertThat(mask.attributes(
						new FieldsBuilder().put("tax-id", "12 345").put("team", "blue").put("cost", "7").build()))
					.hasToString("{tax-id=REDACTED, team=blue, cost=7}");
			});
	}

	@Test
	void withoutAWebServerNothingIsCapturedAndTheLogSaysWhatToDo(CapturedOutput output) {
		this.noWeb.withPropertyValues(ENABLED)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(Page.class)
				.doesNotHaveBean(Ring.class)
				.doesNotHaveBean(Capture.class)
				.doesNotHaveBean(RunningJobs.class)
				.doesNotHaveBean("tracingViewerAddress")
				.doesNotHaveBean("tracingViewerLogCapture"));
		assertThat(output.getOut().split("observability.tracing.viewer.forward-to", -1)).hasSize(2);
	}

	@Test
	void withAWebServerTheLogDoesNotSaySo(CapturedOutput output) {
		this.servlet.withPropertyValues(ENABLED).run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("forward-to");
	}

	@Test
	void withoutAWebServerItMayForward() {
		this.noWeb.withPropertyValues("observability.tracing.viewer.forward-to=http://localhost:1/tracing")
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(Capture.class)
				.hasBean("tracingViewerLogCapture")
				.doesNotHaveBean(NoPage.class));
	}

	@Test
	void whatDevToolsSetsSwitchesItOn() throws IOException {
		Properties settings = new Properties();
		try (InputStream file = Objects
			.requireNonNull(getClass().getResourceAsStream("/META-INF/spring-devtools.properties"))) {
			settings.load(file);
		}
		String[] defaults = settings.stringPropertyNames()
			.stream()
			.filter((name) -> name.startsWith("defaults."))
			.map((name) -> name.substring("defaults.".length()) + "=" + settings.getProperty(name))
			.toArray(String[]::new);
		assertThat(defaults).isNotEmpty();
		this.servlet.withPropertyValues(defaults).run((context) -> assertThat(context).hasSingleBean(Page.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "dev", "local", "DEV" })
	void aProfileOfDevelopmentSwitchesItOn(String profile) {
		this.servlet.withPropertyValues("spring.profiles.active=" + profile)
			.run((context) -> assertThat(context).hasSingleBean(Page.class));
		this.servlet
			.withPropertyValues("spring.profiles.active=" + profile, "observability.tracing.viewer.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(Page.class));
	}

	@Test
	void withTracingOffThereIsNothing() {
		this.servlet.withPropertyValues(ENABLED, "observability.tracing.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(Page.class).doesNotHaveBean("tracingViewerFilter"));
	}

	@Test
	void beansOfTheApplicationWin() {
		this.servlet.withPropertyValues(ENABLED)
			.withUserConfiguration(OwnRing.class)
			.run((context) -> assertThat(context).getBean(Ring.class).isSameAs(OwnRing.RING));
	}

	@ParameterizedTest
	@ValueSource(classes = { SdkTracerProvider.class, LoggerContext.class })
	void withoutALibraryTheApplicationStarts(Class<?> missing) {
		this.servlet.withPropertyValues(ENABLED)
			.withClassLoader(new FilteredClassLoader(missing))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("tracingViewerLogCapture"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "prod", "production", "PROD-eu" })
	void inProductionTheTokenIsDemanded(String profile, CapturedOutput output) {
		this.servlet.withPropertyValues(ENABLED, "spring.profiles.active=" + profile)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidTracingPropertyException.class)
				.hasMessageContaining("observability.tracing.viewer.token"));
		this.servlet
			.withPropertyValues(ENABLED, "spring.profiles.active=dev," + profile,
					"observability.tracing.viewer.token=0123456789abcdef")
			.run((context) -> assertThat(context).hasSingleBean(Page.class));
		assertThat(output.getOut()
			.lines()
			.filter((line) -> line.contains("The trace page is on with a production profile"))).singleElement()
			.asString()
			.contains("WARN")
			.doesNotContain("0123456789abcdef");
		this.servlet.withPropertyValues("spring.profiles.active=" + profile)
			.run((context) -> assertThat(context).doesNotHaveBean(Page.class));
	}

	@Test
	void outsideProductionNothingIsWarnedOf(CapturedOutput output) {
		this.servlet.withPropertyValues(ENABLED, "spring.profiles.active=dev")
			.run((context) -> assertThat(context).hasSingleBean(Page.class));
		assertThat(output).doesNotContain("production profile");
	}

	@Test
	void whoForwardsInProductionIsWarned(CapturedOutput output) {
		this.servlet
			.withPropertyValues(ENABLED, "spring.profiles.active=prod",
					"observability.tracing.viewer.forward-to=http://localhost:1/tracing")
			.run((context) -> assertThat(context).hasSingleBean(Capture.class));
		assertThat(output).containsPattern("WARN.*forwarded to a trace page with a production profile");
	}

	@Test
	void whoForwardsHasNoPage() {
		this.servlet.withPropertyValues("observability.tracing.viewer.forward-to=http://localhost:1/tracing")
			.run((context) -> assertThat(context).hasSingleBean(Capture.class)
				.doesNotHaveBean(Page.class)
				.doesNotHaveBean("tracingViewerFilter"));
	}

	@Test
	void aSwitchThatIsNeitherStopsTheStart() {
		this.servlet.withPropertyValues("observability.tracing.viewer.enabled=maybe")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("observability.tracing.viewer.enabled"));
	}

	/** An application with a ring of its own. */
	@Configuration(proxyBeanMethods = false)
	static class OwnRing {

		static final Ring RING = new Ring(new RingLimits(1 << 20, 10, 100, 10, 1, Long.MAX_VALUE));

		@Bean
		Ring ring() {
			return RING;
		}

	}

}
