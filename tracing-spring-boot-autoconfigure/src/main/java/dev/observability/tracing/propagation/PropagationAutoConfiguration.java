// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.util.List;

import dev.observability.tracing.ConditionalOnTracingFeature;
import dev.observability.tracing.redaction.Redactor;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.extension.trace.propagation.B3Propagator;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnNotWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.micrometer.tracing.autoconfigure.TracingProperties;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/**
 * Auto-configuration of what comes in with a request and goes out with a call: W3C Trace
 * Context and Baggage by the letter, and who receives them. Stays while tracing is off,
 * because it is what passes the trace context of others on.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = OpenTelemetryTracingAutoConfiguration.class)
@ConditionalOnTracingFeature(value = "propagation", passesContextOn = true)
@ConditionalOnClass({ OtelTracer.class, B3Propagator.class, OpenTelemetryTracingAutoConfiguration.class })
@EnableConfigurationProperties({ PropagationProperties.class, TracingProperties.class })
public final class PropagationAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	OutboundHosts tracingOutboundHosts(PropagationProperties properties) {
		return properties.outboundHosts();
	}

	@Bean
	@ConditionalOnMissingBean
	PropagationLosses tracingPropagationLosses() {
		return new PropagationLosses();
	}

	@Bean
	@ConditionalOnMissingBean
	InboundPolicies tracingInboundPolicies(PropagationProperties properties, Environment environment,
			ObjectProvider<InboundTrust> trust) {
		boolean sampler = isOn(environment, "observability.tracing.enabled")
				&& isOn(environment, "observability.tracing.sampling.enabled");
		return properties.inbound().policies(sampler, trust.getIfAvailable());
	}

	private static boolean isOn(Environment environment, String key) {
		return environment.getProperty(key, Boolean.class, true);
	}

	@Bean
	@ConditionalOnMissingBean
	SampledFlags tracingSampledFlags(PropagationProperties properties, PropagationLosses losses) {
		InboundProperties inbound = properties.inbound();
		return new SampledFlags(inbound.ignoresSampled(), inbound.sampledPerSecond(), System::nanoTime, losses);
	}

	@Bean
	@ConditionalOnMissingBean
	PropagatorFactory tracingPropagatorFactory(TracingProperties management, PropagationProperties properties,
			ObjectProvider<OtelCurrentTraceContext> currentTraceContext, InboundPolicies policies, OutboundHosts hosts,
			ObjectProvider<Redactor> redactor, PropagationLosses losses) {
		return new PropagatorFactory(management, properties,
				currentTraceContext.getIfAvailable(OtelCurrentTraceContext::new), policies, hosts,
				redactor.getIfAvailable(Redactor::standard), losses);
	}

	@Bean
	@ConditionalOnMissingBean
	ContextTexts tracingContextTexts(PropagationProperties properties, ObjectProvider<Redactor> redactor,
			PropagationLosses losses) {
		return new ContextTexts(properties, redactor.getIfAvailable(Redactor::standard), losses);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static PropagatorPostProcessor tracingPropagatorPostProcessor(ObjectProvider<PropagatorFactory> factory) {
		return new PropagatorPostProcessor(factory);
	}

	/**
	 * The threads of the application, where Spring Boot's pass the context on too.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ ContextSnapshotFactory.class, ThreadPoolTaskExecutor.class })
	@ConditionalOnTracingFeature("propagation")
	@ConditionalOnBooleanProperty("spring.task.execution.propagate-context")
	static class Threads {

		@Bean
		@ConditionalOnWebApplication
		static TaskThreads tracingServerTaskThreads(BeanFactory beans, Environment environment) {
			return new TaskThreads(beans, named(environment), true);
		}

		@Bean
		@ConditionalOnNotWebApplication
		static TaskThreads tracingTaskThreads(BeanFactory beans, Environment environment) {
			return new TaskThreads(beans, named(environment), false);
		}

		// Made before the beans of properties are
		private static List<String> named(Environment environment) {
			return Binder.get(environment).bind(TaskThreads.KEY, Bindable.listOf(String.class)).orElse(List.of());
		}

	}

	/**
	 * The meter of what was not passed on, with Micrometer's core only.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterBinder.class)
	static class Meters {

		@Bean
		@ConditionalOnMissingBean
		PropagationMeters tracingPropagationMeters(PropagationLosses losses) {
			return new PropagationMeters(losses);
		}

	}

	/** What tells which executors pass nothing on. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnTracingFeature("diagnostics")
	static class Diagnostics {

		@Bean
		PropagationDiagnostics tracingPropagationDiagnostics(ConfigurableListableBeanFactory beans,
				ObjectProvider<TaskThreads> threads, PropagationLosses losses) {
			return new PropagationDiagnostics(beans, threads, losses);
		}

	}

}
