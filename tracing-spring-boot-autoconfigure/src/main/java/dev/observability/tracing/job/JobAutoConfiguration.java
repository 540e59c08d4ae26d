// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.job;

import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

import dev.observability.tracing.ConditionalOnTracingFeature;
import dev.observability.tracing.Tracing;
import dev.observability.tracing.redaction.KeyedHash;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.trace.SpanLimits;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.util.function.SingletonSupplier;

/**
 * Auto-configuration of jobs. {@link JobTracing} is there whatever is switched off,
 * because the application injects it; then it runs the job and nothing else.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnClass(OpenTelemetry.class)
public final class JobAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	JobTracing tracingJobs(Tracing tracing, ObjectProvider<JobRuns> runs) {
		return new ManualJobs(tracing, runs.getIfAvailable());
	}

	/** Where jobs are switched on. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ MeterRegistry.class, SpanLimits.class })
	@ConditionalOnTracingFeature("job")
	@EnableConfigurationProperties(JobProperties.class)
	static class RunsConfiguration {

		/*
		 * Made before the beans whose methods are jobs; what it tells is asked for with
		 * the first run.
		 */
		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static JobRuns tracingJobRuns(ObjectProvider<MeterRegistry> registry, ObjectProvider<KeyedHash> users,
				ObjectProvider<JobWatch> watches, ObjectProvider<SpanLimits> limits,
				ObjectProvider<JobProperties> properties) {
			Supplier<Optional<MeterRegistry>> found = SingletonSupplier
				.of(() -> Optional.ofNullable(registry.getIfAvailable()));
			return new JobRuns(() -> found.get().orElse(null),
					SingletonSupplier.of(() -> users.getIfAvailable(() -> new KeyedHash(null))),
					new JobWatches(SingletonSupplier.of(() -> watches.orderedStream().toList())), eventsOfSpan(limits),
					() -> properties.getObject().maxJobs());
		}

		private static IntSupplier eventsOfSpan(ObjectProvider<SpanLimits> limits) {
			Supplier<SpanLimits> found = SingletonSupplier.of(() -> limits.getIfAvailable(SpanLimits::getDefault));
			return () -> found.get().getMaxNumberOfEvents();
		}

	}

}
