// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;

/**
 * Takes the ids that {@link UncaughtErrorFilter} left in MDC out again when the container
 * has logged the exception, after step 8 of a request. Request thread. Embedded Tomcat
 * has {@link RequestEndValve} instead.
 */
final class RequestEndListener implements ServletRequestListener {

	private final MdcKeys keys;

	RequestEndListener(MdcKeys keys) {
		this.keys = keys;
	}

	@Override
	public void requestDestroyed(ServletRequestEvent event) {
		if (event.getServletRequest().getAttribute(UncaughtErrorFilter.THREAD) == Thread.currentThread()) {
			RequestIds.removeFromMdc(this.keys);
		}
	}

}
