// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

import dev.observability.tracing.ConditionalOnTracingFeature;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of what is told in another form. What is masked always needs no
 * bean.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnTracingFeature
@EnableConfigurationProperties(RedactionProperties.class)
public final class RedactionAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	KeyedHash tracingKeyedHash(RedactionProperties properties) {
		return new KeyedHash(properties.hashKey());
	}

}
