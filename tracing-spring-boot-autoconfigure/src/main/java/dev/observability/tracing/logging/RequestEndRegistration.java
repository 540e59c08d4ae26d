// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import jakarta.servlet.ServletContext;

import org.springframework.boot.web.servlet.ServletContextInitializer;

/**
 * Registers {@link RequestEndListener} where no valve does its work. Start of the
 * application, main thread.
 * <p>
 * Not Boot's registration bean: one that is disabled says so in the log of each start.
 */
final class RequestEndRegistration implements ServletContextInitializer {

	private final MdcKeys keys;

	private boolean replaced;

	RequestEndRegistration(MdcKeys keys) {
		this.keys = keys;
	}

	// Said while the server is made, before the servlet context is.
	void replace() {
		this.replaced = true;
	}

	@Override
	public void onStartup(ServletContext servletContext) {
		if (!this.replaced) {
			servletContext.addListener(new RequestEndListener(this.keys));
		}
	}

}
