// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer;

import dev.observability.tracing.ConditionalOnTracingFeature;
import dev.observability.tracing.viewer.page.Page;
import dev.observability.tracing.viewer.page.ReactivePageFilter;
import dev.observability.tracing.viewer.page.ServletPageFilter;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletPath;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.server.WebFilter;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * Auto-configuration that puts the trace page into the server of the application, before
 * all other filters: its requests need no permission but that of its own guard, and are
 * in no trace and no meter.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ViewerAutoConfiguration.class)
@ConditionalOnTracingFeature
@ConditionalOnViewer(ViewerMode.PAGE)
@ConditionalOnBean(Page.class)
@Conditional(OnMainServerCondition.class)
public final class ViewerServerAutoConfiguration {

	private ViewerServerAutoConfiguration() {
	}

	/** Servlet applications. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	@ConditionalOnClass({ Filter.class, FilterRegistrationBean.class })
	static class ServletConfiguration {

		@Bean
		@ConditionalOnMissingBean(name = "tracingViewerFilter")
		FilterRegistrationBean<ServletPageFilter> tracingViewerFilter(Page page, ViewerProperties properties) {
			return ServletPageRegistration.of(page, properties.path());
		}

		/*
		 * A container calls no filter where it has no servlet, as with all of the
		 * application below /api. The filter lets nothing through to this one.
		 */
		@Bean
		@ConditionalOnMissingBean(name = "tracingViewerServlet")
		ServletRegistrationBean<HttpServlet> tracingViewerServlet(ViewerProperties properties) {
			ServletRegistrationBean<HttpServlet> registration = new ServletRegistrationBean<>(new PageServlet(),
					properties.path(), properties.path() + "/*");
			registration.setName("tracingViewerServlet");
			return registration;
		}

		/** Makes the path of the page one that the container knows. */
		static final class PageServlet extends HttpServlet {

			private static final long serialVersionUID = 1L;

		}

	}

	/** What the page must not hide of Spring MVC. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	@ConditionalOnClass({ DispatcherServletPath.class, DispatcherServlet.class })
	static class ServletRoutesConfiguration {

		@Bean
		ServletRoutes tracingViewerServletRoutes(ViewerProperties properties, ListableBeanFactory beans) {
			return new ServletRoutes(properties.path(), beans);
		}

	}

	/** What the page must not hide of Spring WebFlux. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	@ConditionalOnClass(DispatcherHandler.class)
	static class ReactiveRoutesConfiguration {

		@Bean
		ReactiveRoutes tracingViewerReactiveRoutes(ViewerProperties properties, ListableBeanFactory beans) {
			return new ReactiveRoutes(properties.path(), beans);
		}

	}

	/** Reactive applications. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	@ConditionalOnClass(WebFilter.class)
	static class ReactiveConfiguration {

		@Bean
		@ConditionalOnMissingBean
		ReactivePageFilter tracingViewerWebFilter(Page page, ViewerProperties properties, Environment environment) {
			return new ReactivePageFilter(page, properties.path(), new PagePort(environment));
		}

	}

}
