// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.io.IOException;

import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Takes the ids that {@link UncaughtErrorFilter} left in MDC out again when Tomcat has
 * logged the exception, after step 8 of a request. Request thread.
 * <p>
 * Stands in for {@link RequestEndListener}: with any listener of requests Tomcat makes an
 * event of each request attribute that is set, and Spring sets many.
 */
final class RequestEndValve extends ValveBase {

	private final MdcKeys keys;

	RequestEndValve(MdcKeys keys) {
		super(true);
		this.keys = keys;
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		try {
			getNext().invoke(request, response);
		}
		finally {
			if (request.getAttribute(UncaughtErrorFilter.THREAD) == Thread.currentThread()) {
				RequestIds.removeFromMdc(this.keys);
			}
		}
	}

}
