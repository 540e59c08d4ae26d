// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer;

import dev.observability.tracing.ConditionalOnTracingFeature;
import dev.observability.tracing.viewer.page.Page;
import dev.observability.tracing.viewer.page.ReactivePageFilter;
import dev.observability.tracing.viewer.page.ServletPageFilter;
import jakarta.servlet.Filter;

import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.server.WebFilter;

/**
 * Puts the trace page into the server of the management port.
 *
 * @since 0.1.0
 */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
@ConditionalOnTracingFeature
@ConditionalOnViewer(ViewerMode.PAGE)
@ConditionalOnBean(Page.class)
@ConditionalOnProperty(name = ViewerProperties.PREFIX + ".server", havingValue = "management")
public final class ViewerManagementConfiguration {

	ViewerManagementConfiguration() {
	}

	/** Servlet applications. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	@ConditionalOnClass({ Filter.class, FilterRegistrationBean.class })
	static class ServletConfiguration {

		@Bean
		FilterRegistrationBean<ServletPageFilter> tracingViewerManagementFilter(Page page,
				ViewerProperties properties) {
			return ServletPageRegistration.of(page, properties.path());
		}

	}

	/** Reactive applications. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	@ConditionalOnClass(WebFilter.class)
	static class ReactiveConfiguration {

		@Bean
		ReactivePageFilter tracingViewerManagementWebFilter(Page page, ViewerProperties properties,
				Environment environment) {
			return new ReactivePageFilter(page, properties.path(), new PagePort(environment));
		}

	}

}
