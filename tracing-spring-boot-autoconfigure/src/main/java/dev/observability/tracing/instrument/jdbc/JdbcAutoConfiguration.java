// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.instrument.jdbc;

import javax.sql.DataSource;

import dev.observability.tracing.ConditionalOnTracingFeature;
import dev.observability.tracing.ObservabilityTracingProperties;
import dev.observability.tracing.prepared.PreparedTracer;
import io.opentelemetry.api.OpenTelemetry;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for JDBC spans: wraps each
 * {@link DataSource} bean, unless another library already makes spans of its statements.
 *
 * @since 0.1.0
 */
@AutoConfiguration(afterName = { "net.ttddyy.observation.boot.autoconfigure.DataSourceObservationAutoConfiguration",
		"io.opentelemetry.instrumentation.spring.autoconfigure.internal.instrumentation.jdbc."
				+ "JdbcInstrumentationAutoConfiguration" })
@ConditionalOnClass({ DataSource.class, OpenTelemetry.class, ProxyFactory.class })
@ConditionalOnTracingFeature("jdbc")
@EnableConfigurationProperties({ JdbcProperties.class, ObservabilityTracingProperties.class })
public final class JdbcAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	JdbcTracing jdbcTracing(ObjectProvider<OpenTelemetry> openTelemetry, JdbcProperties properties,
			ObservabilityTracingProperties tracing) {
		OpenTelemetry api = openTelemetry.getIfAvailable(OpenTelemetry::noop);
		return new JdbcTracing(PreparedTracer.of(api, JdbcTracing.SCOPE), properties, tracing.semanticConventions(),
				SamplerRule.followsParent(api));
	}

	@Bean
	@ConditionalOnMissingBean(type = { "dev.observability.tracing.instrument.jdbc.DataSourceTracingPostProcessor",
			"net.ttddyy.observation.tracing.DataSourceObservationListener",
			"io.opentelemetry.instrumentation.spring.autoconfigure.internal.instrumentation.jdbc."
					+ "DataSourcePostProcessor" })
	static DataSourceTracingPostProcessor dataSourceTracingPostProcessor(ObjectProvider<JdbcTracing> tracing) {
		return new DataSourceTracingPostProcessor(tracing);
	}

	/** Lets Boot's pool metrics and health see the pool behind the proxy. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(DataSourcePoolMetadataProvider.class)
	static class PoolMetadataConfiguration {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		static TracedPoolMetadataProvider tracedPoolMetadataProvider(
				ObjectProvider<DataSourcePoolMetadataProvider> providers) {
			return new TracedPoolMetadataProvider(providers);
		}

	}

}
