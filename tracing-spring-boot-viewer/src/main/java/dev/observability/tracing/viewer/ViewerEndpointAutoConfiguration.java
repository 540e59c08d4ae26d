// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer;

import dev.observability.tracing.ConditionalOnTracingFeature;
import dev.observability.tracing.viewer.page.Page;
import dev.observability.tracing.viewer.ring.Ring;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the endpoint {@code traces}, where there is a page and the
 * application gives access to the endpoint.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ViewerAutoConfiguration.class)
@ConditionalOnTracingFeature
@ConditionalOnViewer(ViewerMode.PAGE)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean({ Page.class, Ring.class })
public final class ViewerEndpointAutoConfiguration {

	private ViewerEndpointAutoConfiguration() {
	}

	@Bean
	@ConditionalOnAvailableEndpoint
	@ConditionalOnMissingBean
	TracesEndpoint tracingViewerTracesEndpoint(Page page, Ring ring) {
		return new TracesEndpoint(page, ring);
	}

}
