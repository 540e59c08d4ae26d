// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer;

import java.util.function.Supplier;

import ch.qos.logback.classic.LoggerContext;
import dev.observability.tracing.ConditionalOnTracingFeature;
import dev.observability.tracing.InstrumentationScope;
import dev.observability.tracing.InvalidTracingPropertyException;
import dev.observability.tracing.export.ExportAutoConfiguration;
import dev.observability.tracing.export.SpanMask;
import dev.observability.tracing.logging.MdcKeys;
import dev.observability.tracing.logging.RootAppender;
import dev.observability.tracing.redaction.Redactor;
import dev.observability.tracing.viewer.page.Access;
import dev.observability.tracing.viewer.page.JobsDocument;
import dev.observability.tracing.viewer.page.Page;
import dev.observability.tracing.viewer.page.PageInfo;
import dev.observability.tracing.viewer.ring.Ring;
import dev.observability.tracing.viewer.ring.RingLoss;
import dev.observability.tracing.viewer.trace.Fields;
import dev.observability.tracing.viewer.trace.RecordMask;
import dev.observability.tracing.viewer.trace.TraceSink;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnNotWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.server.WebFilter;

/**
 * Auto-configuration of the trace page, where {@link ViewerMode} says so: what is
 * captured, where it is kept, and the page itself.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ExportAutoConfiguration.class,
		afterName = "dev.observability.tracing.logging.LoggingAutoConfiguration")
@ConditionalOnTracingFeature
@ConditionalOnClass(SdkTracerProvider.class)
@ConditionalOnBean(SpanMask.class)
@ConditionalOnViewer({ ViewerMode.PAGE, ViewerMode.FORWARD })
@EnableConfigurationProperties(ViewerProperties.class)
public final class ViewerAutoConfiguration {

	private static final Log logger = LogFactory.getLog(ViewerAutoConfiguration.class);

	private static final String ADDRESS = "tracingViewerAddress";

	private static final String LOG_CAPTURE = "tracingViewerLogCapture";

	private ViewerAutoConfiguration() {
	}

	// Nothing asks for them
	@Bean
	static LazyInitializationExcludeFilter tracingViewerExcludeFilter() {
		return (name, definition, type) -> type == Capture.class || name.equals(ADDRESS) || name.equals(LOG_CAPTURE);
	}

	private static Fields resource(ObjectProvider<Resource> resource, RecordMask mask) {
		return SdkSpans.fields(resource.getIfAvailable(Resource::getDefault), mask);
	}

	private static String service(ObjectProvider<Resource> resource) {
		return text(resource, "service.name");
	}

	private static String text(ObjectProvider<Resource> resource, String key) {
		String text = resource(resource, new RecordMask(Redactor.standard())).text(key);
		return (text != null) ? text : "";
	}

	// Nobody sits before the log of a machine in production
	private static TraceLinks links(TraceSink sink, ViewerProperties properties, Environment environment,
			Supplier<@Nullable String> page) {
		return new TraceLinks(sink, ViewerMode.isProduction(environment) ? 0 : properties.linksPerMinute(),
				properties.slowThreshold().toNanos(), page, System::nanoTime);
	}

	/** The page and what it shows. First, because log lines need the capture. */
	@Configuration(proxyBeanMethods = false)
	@Order(Ordered.HIGHEST_PRECEDENCE)
	@ConditionalOnViewer(ViewerMode.PAGE)
	@ConditionalOnWebApplication
	static class PageConfiguration {

		@Bean
		@ConditionalOnMissingBean
		Ring tracingViewerRing(ViewerProperties properties, Redactor redactor) {
			return new Ring(properties.limits(), System::nanoTime, redactor);
		}

		@Bean
		ViewerUrls tracingViewerUrls(ViewerProperties properties, Environment environment) {
			return new ViewerUrls(properties.path(), environment);
		}

		@Bean
		@ConditionalOnMissingBean
		Capture tracingViewerCapture(SpanMask mask, ObjectProvider<Resource> resource, Ring ring,
				ViewerProperties properties, Environment environment, ViewerUrls urls) {
			RecordMask origin = ring.mask();
			TraceLinks links = links(ring, properties, environment, urls::page);
			return new Capture(mask, origin, resource(resource, origin), links, () -> {
				ring.forgetOld();
				links.flush();
			}, (count) -> ring.lost(RingLoss.QUEUE, count));
		}

		@Bean
		@ConditionalOnMissingBean
		RunningJobs tracingViewerJobs(ObjectProvider<Resource> resource, Ring ring) {
			return new RunningJobs(service(resource), ring::changed, ring.mask());
		}

		@Bean
		@ConditionalOnMissingBean
		Page tracingViewerPage(ViewerProperties properties, Ring ring, RunningJobs jobs,
				ObjectProvider<Resource> resource, ViewerUrls urls, Environment environment,
				ListableBeanFactory beans) {
			String version = InstrumentationScope.version();
			return new Page(ring, access(properties, environment, beans),
					new PageInfo(service(resource), (version != null) ? version : "", urls::application), jobs::list);
		}

		private static Access access(ViewerProperties properties, Environment environment, ListableBeanFactory beans) {
			boolean production = ViewerMode.isProduction(environment);
			if (production && properties.token() == null) {
				throw new InvalidTracingPropertyException(ViewerProperties.PREFIX + ".token", null,
						"set, because the trace page is on with a production profile",
						"Set a random token, or %s.enabled=false".formatted(ViewerProperties.PREFIX));
			}
			if (production) {
				logger.warn("The trace page is on with a production profile. It opens with its token only, and keeps "
						+ "traces and log lines in memory");
			}
			return new Access(properties.token(), Proxies.areTrusted(environment, beans), properties.hosts(),
					properties.networks());
		}

	}

	/** Keeps the page's own requests out, also on the management port. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnViewer(ViewerMode.PAGE)
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	@ConditionalOnClass({ WebFilter.class, ServerRequestObservationContext.class })
	static class ReactiveObservationConfiguration {

		@Bean
		PageObservations tracingViewerObservationPredicate(ViewerProperties properties, Environment environment) {
			return new PageObservations(properties.path(), new PagePort(environment));
		}

	}

	/** Says where the page is. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnViewer(ViewerMode.PAGE)
	@ConditionalOnWebApplication
	@ConditionalOnClass(WebServerInitializedEvent.class)
	static class AddressConfiguration {

		@Bean(ADDRESS)
		ViewerAddress tracingViewerAddress(ViewerUrls urls, Environment environment) {
			return new ViewerAddress(urls, environment);
		}

	}

	/** Says that there is no page without a web server. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnViewer(ViewerMode.PAGE)
	@ConditionalOnNotWebApplication
	static class NoPageConfiguration {

		@Bean
		NoPage tracingViewerNoPage() {
			return new NoPage();
		}

	}

	/**
	 * Sends to the page of another service. First, because log lines need the capture.
	 */
	@Configuration(proxyBeanMethods = false)
	@Order(Ordered.HIGHEST_PRECEDENCE)
	@ConditionalOnViewer(ViewerMode.FORWARD)
	static class ForwardConfiguration {

		@Bean
		@ConditionalOnMissingBean
		RunningJobs tracingViewerJobs(ObjectProvider<Resource> resource, Redactor redactor) {
			return new RunningJobs(service(resource), () -> {
			}, new RecordMask(redactor));
		}

		@Bean
		@ConditionalOnMissingBean
		Capture tracingViewerCapture(SpanMask mask, ObjectProvider<Resource> resource, ViewerProperties properties,
				RunningJobs jobs, Environment environment, Redactor redactor) {
			if (ViewerMode.isProduction(environment)) {
				logger.warn("Spans and log lines are forwarded to a trace page with a production profile");
			}
			String service = service(resource);
			String instance = text(resource, "service.instance.id");
			Forwarder forwarder = new Forwarder(String.valueOf(properties.forwardTo()), properties.token(),
					() -> JobsDocument.ofThisProcess(service, instance, jobs.list()), System::nanoTime);
			RecordMask origin = new RecordMask(redactor);
			TraceLinks links = links(forwarder, properties, environment, forwarder::page);
			return new Capture(mask, origin, resource(resource, origin), links, () -> {
				forwarder.flush();
				links.flush();
			}, forwarder::lost);
		}

	}

	/** Log lines, where Logback writes them and knows the ids. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(LoggerContext.class)
	@ConditionalOnBean({ MdcKeys.class, Capture.class })
	static class LogConfiguration {

		@Bean(LOG_CAPTURE)
		@ConditionalOnMissingBean(name = LOG_CAPTURE)
		RootAppender tracingViewerLogCapture(Capture capture, MdcKeys keys, Redactor redactor) {
			return new RootAppender(new LogCapture(capture::offer, keys, redactor));
		}

	}

}
