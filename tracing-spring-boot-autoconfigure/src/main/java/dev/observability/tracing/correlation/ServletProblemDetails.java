// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.correlation;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.web.error.ErrorAttributeOptions;
import org.springframework.boot.webmvc.error.DefaultErrorAttributes;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponse;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Puts the trace id into the error bodies of Spring MVC, at step 6 of a request. Request
 * thread; never throws.
 */
final class ServletProblemDetails implements WebMvcConfigurer, ErrorResponse.Interceptor {

	@Override
	public void addErrorResponseInterceptors(List<ErrorResponse.Interceptor> interceptors) {
		interceptors.add(this);
	}

	@Override
	public void handleError(ProblemDetail detail, @Nullable ErrorResponse errorResponse) {
		ProblemDetailTrace.addTo(detail, ProblemDetailTrace.currentTraceId());
	}

	/** Spring Boot's own error body. */
	static final class TracedErrorAttributes extends DefaultErrorAttributes {

		// Only newer compilers see that Boot's values may be null
		@Override
		@SuppressWarnings("NullAway")
		public Map<String, Object> getErrorAttributes(WebRequest request, ErrorAttributeOptions options) {
			Map<String, Object> body = super.getErrorAttributes(request, options);
			ProblemDetailTrace.addTo(body, ProblemDetailTrace.currentTraceId());
			return body;
		}

	}

}
