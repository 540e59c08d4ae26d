// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import ch.qos.logback.classic.LoggerContext;
import dev.observability.tracing.ConditionalOnTracingFeature;
import dev.observability.tracing.redaction.Redactor;
import io.micrometer.tracing.otel.bridge.Slf4JEventListener;
import io.opentelemetry.api.trace.Span;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import org.apache.catalina.valves.ValveBase;
import org.slf4j.MDC;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration for log lines: the ids of the trace in MDC, on the line of an
 * uncaught error and as request attributes for the access log. The format of the lines is
 * chosen earlier, when the environment is ready.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = OpenTelemetryTracingAutoConfiguration.class)
@ConditionalOnTracingFeature("logging")
@EnableConfigurationProperties(LoggingProperties.class)
public final class LoggingAutoConfiguration {

	LoggingAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	MdcKeys tracingMdcKeys(Environment environment, LoggingProperties properties) {
		return MdcKeys.of(environment, properties.mdc());
	}

	/** Replaces Boot's listener, which has no correlation id and names of its own. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Slf4JEventListener.class, Span.class, MDC.class })
	static class MdcConfiguration {

		@Bean
		@ConditionalOnMissingBean(Slf4JEventListener.class)
		MdcEventListener tracingMdcEventListener(MdcKeys keys) {
			return new MdcEventListener(keys);
		}

	}

	/** The ids of a request for what is logged after its span. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	@ConditionalOnClass({ Filter.class, FilterRegistrationBean.class, Span.class })
	static class ServletConfiguration {

		@Bean
		@ConditionalOnMissingBean(name = "tracingUncaughtErrorFilter")
		FilterRegistrationBean<UncaughtErrorFilter> tracingUncaughtErrorFilter(MdcKeys keys) {
			return register(new UncaughtErrorFilter(keys), Ordered.HIGHEST_PRECEDENCE);
		}

		// Within the scope of Boot's observation filter, which is the second of all
		@Bean
		@ConditionalOnMissingBean(name = "tracingRequestIdsFilter")
		FilterRegistrationBean<RequestIdsFilter> tracingRequestIdsFilter() {
			return register(new RequestIdsFilter(), Ordered.HIGHEST_PRECEDENCE + 10);
		}

		@Bean
		@ConditionalOnMissingBean(name = "tracingRequestEndListener")
		RequestEndRegistration tracingRequestEndListener(MdcKeys keys) {
			return new RequestEndRegistration(keys);
		}

		private static <T extends Filter> FilterRegistrationBean<T> register(T filter, int order) {
			FilterRegistrationBean<T> registration = new FilterRegistrationBean<>(filter);
			registration.setOrder(order);
			registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC);
			return registration;
		}

	}

	/** The end of a request in embedded Tomcat, in place of the listener. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	@ConditionalOnClass({ ConfigurableTomcatWebServerFactory.class, ValveBase.class, Span.class })
	static class TomcatConfiguration {

		@Bean
		@ConditionalOnMissingBean(name = "tracingRequestEndValve")
		WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> tracingRequestEndValve(MdcKeys keys,
				ObjectProvider<RequestEndRegistration> listener) {
			return (factory) -> {
				factory.addEngineValves(new RequestEndValve(keys));
				listener.ifAvailable(RequestEndRegistration::replace);
			};
		}

	}

	/** Masks lines of text; those of JSON are masked by their format. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(LoggerContext.class)
	@Conditional(NotNone.class)
	static class TextConfiguration {

		private static final String MASKED_APPENDERS = "tracingMaskedAppenders";

		@Bean
		@ConditionalOnMissingBean(name = MASKED_APPENDERS)
		MaskedAppenders tracingMaskedAppenders(ObjectProvider<Redactor> redactor, MdcKeys keys) {
			return new MaskedAppenders(redactor.getIfAvailable(Redactor::standard), keys);
		}

		// Nothing asks for it
		@Bean
		static LazyInitializationExcludeFilter tracingMaskedAppendersExcludeFilter() {
			return (name, definition, type) -> name.equals(MASKED_APPENDERS);
		}

	}

	/** Also where the console is of JSON: a file has lines of text. */
	static final class NotNone extends NoneNestedConditions {

		NotNone() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		/** Boot's own lines. */
		@ConditionalOnProperty(name = LoggingProperties.PREFIX + ".format", havingValue = "none")
		static final class None {

		}

	}

	/** Lets an ERROR line mark its span. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty(LoggingProperties.PREFIX + ".mark-span-on-error")
	@ConditionalOnClass({ LoggerContext.class, Span.class })
	static class MarkSpanConfiguration {

		private static final String MARK_SPAN_ON_ERROR = "tracingMarkSpanOnError";

		@Bean
		@ConditionalOnMissingBean(name = MARK_SPAN_ON_ERROR)
		RootAppender tracingMarkSpanOnError() {
			return new RootAppender(new MarkSpanAppender());
		}

		// Nothing asks for it
		@Bean
		static LazyInitializationExcludeFilter tracingMarkSpanOnErrorExcludeFilter() {
			return (name, definition, type) -> name.equals(MARK_SPAN_ON_ERROR);
		}

	}

}
