// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer;

import java.util.List;

import dev.observability.tracing.export.ExportAutoConfiguration;
import dev.observability.tracing.redaction.RedactionAutoConfiguration;
import dev.observability.tracing.viewer.page.Page;
import dev.observability.tracing.viewer.ring.Ring;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jmx.JmxEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.web.ExposableWebEndpoint;
import org.springframework.boot.actuate.endpoint.web.WebEndpointsSupplier;
import org.springframework.boot.actuate.endpoint.web.WebOperation;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jmx.JmxAutoConfiguration;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ViewerEndpointAutoConfiguration}.
 */
class ViewerEndpointAutoConfigurationTests {

	private static final AutoConfigurations VIEWER = AutoConfigurations.of(RedactionAutoConfiguration.class,
			OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class,
			ExportAutoConfiguration.class, ViewerAutoConfiguration.class, ViewerServerAutoConfiguration.class,
			ViewerEndpointAutoConfiguration.class);

	private static final AutoConfigurations ACTUATOR = AutoConfigurations.of(EndpointAutoConfiguration.class,
			WebEndpointAutoConfiguration.class, JmxAutoConfiguration.class, JmxEndpointAutoConfiguration.class);

	private static final String ENABLED = "observability.tracing.viewer.enabled=true";

	private static final String EXPOSED = "management.endpoints.web.exposure.include=*";

	private static final String READ_ONLY = "management.endpoint.traces.access=read-only";

	private final WebApplicationContextRunner servlet = new WebApplicationContextRunner().withConfiguration(VIEWER)
		.withConfiguration(ACTUATOR)
		.withInitializer(ViewerEndpointAutoConfigurationTests::convertsAsAnApplication);

	private final ReactiveWebApplicationContextRunner reactive = new ReactiveWebApplicationContextRunner()
		.withConfiguration(VIEWER)
		.withConfiguration(ACTUATOR)
		.withInitializer(ViewerEndpointAutoConfigurationTests::convertsAsAnApplication);

	private final ApplicationContextRunner noWeb = new ApplicationContextRunner().withConfiguration(VIEWER)
		.withConfiguration(ACTUATOR)
		.withInitializer(ViewerEndpointAutoConfigurationTests::convertsAsAnApplication);

	private static void convertsAsAnApplication(ConfigurableApplicationContext context) {
		context.getEnvironment().setConversionService(new ApplicationConversionService());
	}

	private static List<OperationType> operations(ApplicationContext context) {
		return context.getBean(WebEndpointsSupplier.class)
			.getEndpoints()
			.stream()
			.filter((endpoint) -> endpoint.getEndpointId().toString().equals("traces"))
			.map(ExposableWebEndpoint::getOperations)
			.flatMap((operations) -> operations.stream().map(WebOperation::getType))
			.toList();
	}

	@Test
	void anExposureOfAllEndpointsIsNoAccess() {
		this.servlet.withPropertyValues(ENABLED, EXPOSED)
			.run((context) -> assertThat(context).hasSingleBean(Page.class).doesNotHaveBean(TracesEndpoint.class));
	}

	@Test
	void anAccessIsNoExposure() {
		this.servlet.withPropertyValues(ENABLED, READ_ONLY)
			.run((context) -> assertThat(context).hasSingleBean(Page.class).doesNotHaveBean(TracesEndpoint.class));
	}

	@Test
	void whoMayReadMayNotClear() {
		this.servlet.withPropertyValues(ENABLED, EXPOSED, READ_ONLY)
			.run((context) -> assertThat(operations(context)).containsExactly(OperationType.READ, OperationType.READ));
		this.reactive.withPropertyValues(ENABLED, EXPOSED, READ_ONLY)
			.run((context) -> assertThat(operations(context)).containsExactly(OperationType.READ, OperationType.READ));
	}

	@Test
	void whoMayDoEverythingMayClear() {
		this.servlet.withPropertyValues(ENABLED, EXPOSED, "management.endpoint.traces.access=unrestricted")
			.run((context) -> assertThat(operations(context)).containsExactlyInAnyOrder(OperationType.READ,
					OperationType.READ, OperationType.DELETE));
	}

	@Test
	void theAccessOfAllEndpointsAndItsMaximumHold() {
		this.servlet.withPropertyValues(ENABLED, EXPOSED, "management.endpoints.access.default=read-only")
			.run((context) -> assertThat(operations(context)).containsExactly(OperationType.READ, OperationType.READ));
		this.servlet
			.withPropertyValues(ENABLED, EXPOSED, "management.endpoint.traces.access=unrestricted",
					"management.endpoints.access.max-permitted=none")
			.run((context) -> assertThat(context).doesNotHaveBean(TracesEndpoint.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "observability.tracing.viewer.enabled=false", "observability.tracing.enabled=false",
			"observability.tracing.viewer.forward-to=http://localhost:1/tracing" })
	void withoutThePageThereIsNoEndpoint(String setting) {
		this.servlet.withPropertyValues(ENABLED, EXPOSED, READ_ONLY, setting)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(TracesEndpoint.class));
	}

	@Test
	void withoutAWebServerThereIsNoEndpoint() {
		this.noWeb
			.withPropertyValues(ENABLED, READ_ONLY, "spring.jmx.enabled=true",
					"management.endpoints.jmx.exposure.include=*")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(TracesEndpoint.class));
	}

	@Test
	void withoutTheActuatorThePageIsThereAlone() {
		new WebApplicationContextRunner().withConfiguration(VIEWER)
			.withPropertyValues(ENABLED, EXPOSED, READ_ONLY)
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
			.run((context) -> assertThat(context).hasSingleBean(Page.class)
				.doesNotHaveBean("tracingViewerTracesEndpoint"));
	}

	@Test
	void anEndpointOfTheApplicationWins() {
		this.servlet.withPropertyValues(ENABLED, EXPOSED, READ_ONLY)
			.withUserConfiguration(OwnEndpoint.class)
			.run((context) -> assertThat(context).hasSingleBean(TracesEndpoint.class)
				.doesNotHaveBean("tracingViewerTracesEndpoint"));
	}

	/** An application with an endpoint of its own. */
	@Configuration(proxyBeanMethods = false)
	static class OwnEndpoint {

		@Bean
		TracesEndpoint ownEndpoint(Page page, Ring ring) {
			return new TracesEndpoint(page, ring);
		}

	}

}
