// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.util.Optional;
import java.util.function.Supplier;

import dev.observability.tracing.ConditionalOnTracingFeature;
import dev.observability.tracing.InstrumentationScope;
import dev.observability.tracing.JavaAgent;
import dev.observability.tracing.job.JobRuns;
import dev.observability.tracing.propagation.ContextTexts;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.annotation.Observed;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.NativeDetector;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;
import org.springframework.util.function.SingletonSupplier;

/**
 * Auto-configuration of the spans of annotated methods.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = OpenTelemetrySdkAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass({ MethodInterceptor.class, OpenTelemetry.class, MeterRegistry.class })
@ConditionalOnTracingFeature("traced")
@EnableConfigurationProperties(TracedProperties.class)
public final class TracedAutoConfiguration {

	private static final String NEW_SPAN_ASPECT = "io.micrometer.tracing.annotation.SpanAspect";

	private static final String WITH_SPAN_ASPECT = "io.opentelemetry.instrumentation.spring.autoconfigure.internal"
			+ ".instrumentation.annotations.WithSpanAspect";

	/*
	 * Made before the beans that it is for; what it needs itself is asked for with the
	 * first call.
	 */
	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static TracedAdvisor tracingTracedAdvisor(ObjectProvider<OpenTelemetry> openTelemetry,
			ObjectProvider<MeterRegistry> registry, ObjectProvider<JobRuns> runs, ObjectProvider<ContextTexts> texts,
			TracedLosses losses, ObjectProvider<TracedProperties> properties, Environment environment,
			ConfigurableListableBeanFactory beans) {
		JobRuns known = runs.getIfAvailable();
		TracedJobs jobs = (known != null) ? new TracedJobs(known, texts) : null;
		TracedPlans plans = new TracedPlans(registry(registry), foreignAnnotations(beans), jobs != null,
				hasClassProxies(environment), () -> properties.getObject().maxErrors());
		TracedCalls calls = new TracedCalls(tracer(openTelemetry), jobs, losses);
		return new TracedAdvisor(plans, new TracedInterceptor(plans, calls));
	}

	// Looked for once: there may be none
	private static Supplier<@Nullable MeterRegistry> registry(ObjectProvider<MeterRegistry> provider) {
		Supplier<Optional<MeterRegistry>> found = SingletonSupplier
			.of(() -> Optional.ofNullable(provider.getIfAvailable()));
		return () -> found.get().orElse(null);
	}

	// Where an aspect of theirs does it, two would make two spans
	private static ForeignAnnotations foreignAnnotations(ConfigurableListableBeanFactory beans) {
		return new ForeignAnnotations(!hasAspect(beans, WITH_SPAN_ASPECT), !hasAspect(beans, NEW_SPAN_ASPECT));
	}

	private static boolean hasAspect(ConfigurableListableBeanFactory beans, String type) {
		ClassLoader loader = beans.getBeanClassLoader();
		return ClassUtils.isPresent("org.aspectj.weaver.Advice", loader) && ClassUtils.isPresent(type, loader)
				&& BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, ClassUtils.resolveClassName(type, loader),
						true, false).length > 0;
	}

	// An interface in its place could not be injected as the class that a runner is
	private static boolean hasClassProxies(Environment environment) {
		return environment.getProperty("spring.aop.proxy-target-class", Boolean.class, true)
				&& !NativeDetector.inNativeImage();
	}

	static Supplier<Tracer> tracer(ObjectProvider<OpenTelemetry> openTelemetry) {
		return SingletonSupplier.of(() -> {
			// Beside the agent the application's own makes no spans
			OpenTelemetry api = (JavaAgent.isPresent() && GlobalOpenTelemetry.isSet()) ? GlobalOpenTelemetry.get()
					: openTelemetry.getIfAvailable(OpenTelemetry::noop);
			return InstrumentationScope.tracer(api, TracedCalls.SCOPE);
		});
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static TracedLosses tracingTracedLosses() {
		return new TracedLosses();
	}

	@Bean
	UnreachableMethods tracingUnreachableMethods(ConfigurableListableBeanFactory beanFactory) {
		return new UnreachableMethods(beanFactory);
	}

	@Bean
	LaunchTrace tracingLaunchTrace(ObjectProvider<ContextTexts> texts) {
		return new LaunchTrace(texts.getIfAvailable(ContextTexts::defaults), System.getenv());
	}

	/** Where no aspect of Micrometer does it. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Observed.class)
	@ConditionalOnMissingBean(type = "io.micrometer.observation.aop.ObservedAspect")
	static class ObservedConfiguration {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static ObservedAdvisor tracingObservedAdvisor(ObjectProvider<ObservationRegistry> registry) {
			return new ObservedAdvisor(
					SingletonSupplier.of(() -> registry.getIfAvailable(() -> ObservationRegistry.NOOP)));
		}

	}

	/** Where there are meters. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterBinder.class)
	static class MeterConfiguration {

		@Bean
		TracedMeters tracingTracedMeters(TracedLosses losses) {
			return new TracedMeters(losses);
		}

	}

	/** What tells which annotated methods make no span. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnTracingFeature("diagnostics")
	static class DiagnosticsConfiguration {

		@Bean
		TracedDiagnostics tracingTracedDiagnostics(UnreachableMethods unreachable) {
			return new TracedDiagnostics(unreachable);
		}

	}

}
