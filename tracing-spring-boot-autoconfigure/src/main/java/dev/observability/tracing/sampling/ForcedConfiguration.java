// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sampling;

import java.time.InstantSource;

import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Requests that are recorded because a signed header asks for it, where there is a secret
 * that signs. A part of {@link SamplingAutoConfiguration}.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(ForcedConfiguration.OnSecret.class)
@EnableConfigurationProperties(ForcedProperties.class)
class ForcedConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ForcedRequests tracingForcedRequests(ForcedProperties properties) {
		return new ForcedRequests(properties, InstantSource.system(), System::nanoTime);
	}

	@Bean
	ForcedPropagator tracingForcedPropagator(ForcedRequests requests) {
		return new ForcedPropagator(requests);
	}

	/** The meter, with Micrometer's core only. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterBinder.class)
	static class Meters {

		@Bean
		ForcedMeters tracingForcedMeters(ForcedRequests requests) {
			return new ForcedMeters(requests);
		}

	}

	/**
	 * A blank value counts as none, as everywhere. The handlers of Spring Boot lose the
	 * wish on the way to the sampler, and what is below the request would be recorded
	 * without it.
	 */
	static final class OnSecret extends SpringBootCondition {

		private static final String OBSERVATION = "observability.tracing.observation.enabled";

		@Override
		public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
			Environment environment = context.getEnvironment();
			boolean secret = StringUtils.hasText(environment.getProperty(ForcedProperties.SECRET));
			boolean handlers = environment.getProperty(OBSERVATION, Boolean.class, true);
			return new ConditionOutcome(secret && handlers,
					ConditionMessage.forCondition("secret")
						.because(ForcedProperties.SECRET + (secret ? " is set" : " is not set") + ", " + OBSERVATION
								+ " is " + handlers));
		}

	}

}
