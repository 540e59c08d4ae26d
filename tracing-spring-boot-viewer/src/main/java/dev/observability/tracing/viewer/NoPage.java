// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Says why an application without a web server has no page, and what it may do instead.
 * Start of the application, main thread.
 */
final class NoPage implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(NoPage.class);

	@Override
	public void afterSingletonsInstantiated() {
		logger.info(
				"No trace page: this application has no web server. Set %s.forward-to to the page of another service, "
					.formatted(ViewerProperties.PREFIX)
						+ "such as http://localhost:8080/tracing, to see its traces there");
	}

}
