// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import ch.qos.logback.classic.LoggerContext;
import dev.observability.tracing.InvalidTracingPropertyException;
import io.micrometer.tracing.otel.bridge.Slf4JEventListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LoggingAutoConfiguration}.
 */
class LoggingAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(LoggingAutoConfiguration.class,
			OpenTelemetryTracingAutoConfiguration.class, OpenTelemetrySdkAutoConfiguration.class);

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(CONFIGURATIONS);

	private final WebApplicationContextRunner web = new WebApplicationContextRunner().withConfiguration(CONFIGURATIONS);

	@Test
	void replacesBootsListener() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(Slf4JEventListener.class).hasSingleBean(MdcEventListener.class);
			assertThat(context.getBean(MdcKeys.class))
				.isEqualTo(new MdcKeys("trace_id", "span_id", "trace_flags", "correlation_id"));
			assertThat(context).doesNotHaveBean("tracingMarkSpanOnError").doesNotHaveBean("tracingRequestIdsFilter");
		});
	}

	@Test
	void keepsIdsOfServletRequests() {
		this.web.run((context) -> assertThat(context).hasBean("tracingUncaughtErrorFilter")
			.hasBean("tracingRequestIdsFilter")
			.hasBean("tracingRequestEndListener"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "observability.tracing.logging.enabled=false", "observability.tracing.enabled=false" })
	void leavesBootsListenerWhereSwitchedOff(String property) {
		this.web.withPropertyValues(property)
			.run((context) -> assertThat(context).hasSingleBean(Slf4JEventListener.class)
				.doesNotHaveBean(MdcEventListener.class)
				.doesNotHaveBean("tracingUncaughtErrorFilter")
				.doesNotHaveBean("tracingRequestEndListener"));
	}

	@Test
	void listenerOfTheUserWins() {
		this.runner.withUserConfiguration(OwnListener.class)
			.run((context) -> assertThat(context).hasSingleBean(Slf4JEventListener.class)
				.doesNotHaveBean(MdcEventListener.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "io.micrometer.tracing.otel", "jakarta.servlet", "ch.qos.logback" })
	void worksWithoutLibrary(String library) {
		this.runner.withClassLoader(new FilteredClassLoader(library))
			.withPropertyValues("observability.tracing.logging.mark-span-on-error=true")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void marksSpansWhereAsked() {
		this.runner.withPropertyValues("observability.tracing.logging.mark-span-on-error=true")
			.run((context) -> assertThat(context).hasBean("tracingMarkSpanOnError"));
		this.runner.withPropertyValues("observability.tracing.logging.mark-span-on-error=true")
			.withClassLoader(new FilteredClassLoader(LoggerContext.class))
			.run((context) -> assertThat(context).doesNotHaveBean("tracingMarkSpanOnError"));
	}

	@Test
	void propertiesAreBound() {
		this.runner
			.withPropertyValues("observability.tracing.logging.format=ecs",
					"observability.tracing.logging.mdc.trace-id-key=traceId",
					"observability.tracing.logging.mdc.correlation-id-key=cid",
					"observability.tracing.logging.max-message-length=300",
					"observability.tracing.logging.max-stack-trace-length=400",
					"observability.tracing.logging.max-fields=5", "management.tracing.mdc.span-id-key=bootSpan")
			.run((context) -> {
				assertThat(context.getBean(LoggingProperties.class))
					.isEqualTo(new LoggingProperties(true, LogFormat.ECS,
							new LoggingProperties.Mdc("traceId", "span_id", "trace_flags", "cid"), false, 300, 400, 5));
				assertThat(context.getBean(MdcKeys.class))
					.isEqualTo(new MdcKeys("traceId", "bootSpan", "trace_flags", "cid"));
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "max-message-length=255", "max-stack-trace-length=1048577", "max-fields=0",
			"mdc.trace-id-key=a b", "mdc.span-id-key=trace_id", "mdc.correlation-id-key=" })
	void refusesWrongValues(String property) {
		this.runner.withPropertyValues("observability.tracing.logging." + property)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasRootCauseInstanceOf(InvalidTracingPropertyException.class));
	}

	@Test
	void nativeImagesCanMakeTheFormatters() {
		RuntimeHints hints = new RuntimeHints();
		new LoggingRuntimeHints().registerHints(hints, null);
		for (Class<?> type : new Class<?>[] { LogstashLogFormatter.class, EcsLogFormatter.class,
				OtelLogFormatter.class }) {
			assertThat(RuntimeHintsPredicates.reflection()
				.onType(TypeReference.of(type))
				.withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS)).accepts(hints);
		}
	}

	/** A listener as Boot's documentation shows it. */
	@Configuration(proxyBeanMethods = false)
	static class OwnListener {

		@Bean
		Slf4JEventListener ownListener() {
			return new Slf4JEventListener("traceId", "spanId");
		}

	}

}
