// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Says where the page is, in one line that a terminal makes clickable. Start of the
 * application, main thread.
 */
final class ViewerAddress implements ApplicationListener<WebServerInitializedEvent> {

	private static final Log logger = LogFactory.getLog(ViewerAddress.class);

	private final ViewerProperties properties;

	private final Environment environment;

	ViewerAddress(ViewerProperties properties, Environment environment) {
		this.properties = properties;
		this.environment = environment;
	}

	@Override
	public void onApplicationEvent(WebServerInitializedEvent event) {
		boolean management = "management".equals(event.getApplicationContext().getServerNamespace());
		if (management != OnMainServerCondition.isMain(this.environment)) {
			logger.info("Trace page: " + url(event.getWebServer().getPort(), management));
		}
	}

	private String url(int port, boolean management) {
		String server = management ? "management.server." : "server.";
		String address = this.environment.getProperty(server + "address");
		boolean local = !StringUtils.hasText(address) || address.equals("0.0.0.0") || address.equals("::");
		String scheme = (this.environment.containsProperty(server + "ssl.bundle")
				|| this.environment.containsProperty(server + "ssl.key-store")
				|| this.environment.containsProperty(server + "ssl.certificate")) ? "https" : "http";
		return "%s://%s:%d%s%s/".formatted(scheme, local ? "localhost" : address, port, base(management),
				this.properties.path());
	}

	private String base(boolean management) {
		String key = management ? "management.server.base-path"
				: this.environment.containsProperty("spring.webflux.base-path") ? "spring.webflux.base-path"
						: "server.servlet.context-path";
		String base = this.environment.getProperty(key, "");
		return base.equals("/") ? "" : base;
	}

}
