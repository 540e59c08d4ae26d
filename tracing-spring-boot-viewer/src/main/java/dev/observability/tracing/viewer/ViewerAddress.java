// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;

/**
 * Says where the page is, in one line that a terminal makes clickable. Start of the
 * application, main thread.
 */
final class ViewerAddress implements ApplicationListener<WebServerInitializedEvent> {

	private static final Log logger = LogFactory.getLog(ViewerAddress.class);

	private final ViewerUrls urls;

	private final Environment environment;

	ViewerAddress(ViewerUrls urls, Environment environment) {
		this.urls = urls;
		this.environment = environment;
	}

	@Override
	public void onApplicationEvent(WebServerInitializedEvent event) {
		boolean management = "management".equals(event.getApplicationContext().getServerNamespace());
		if (management != OnMainServerCondition.isMain(this.environment)) {
			logger.info("Trace page: " + this.urls.page(event.getWebServer().getPort(), management));
		}
	}

}
