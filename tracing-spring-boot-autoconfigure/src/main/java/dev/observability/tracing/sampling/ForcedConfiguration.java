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

	/** A blank value counts as none, as everywhere. */
	static final class OnSecret extends SpringBootCondition {

		@Override
		public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
			boolean secret = StringUtils.hasText(context.getEnvironment().getProperty(ForcedProperties.SECRET));
			return new ConditionOutcome(secret, ConditionMessage.forCondition("secret")
				.because(ForcedProperties.SECRET + (secret ? " is set" : " is not set")));
		}

	}

}
