// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.page;

import java.io.IOException;
import java.io.InputStream;

import dev.observability.tracing.viewer.otlp.BoundedBody;
import dev.observability.tracing.viewer.otlp.OtlpAnswer;
import dev.observability.tracing.viewer.otlp.OtlpCount;
import dev.observability.tracing.viewer.otlp.OtlpFormat;
import dev.observability.tracing.viewer.otlp.OtlpFormatException;
import dev.observability.tracing.viewer.otlp.OtlpReader;
import dev.observability.tracing.viewer.ring.Ring;
import dev.observability.tracing.viewer.trace.TraceSink;
import org.jspecify.annotations.Nullable;

/**
 * Takes OTLP of other services, below {@code /v1/}. Step 11 of a request.
 */
final class OtlpApi {

	/** Of a body that is unpacked. */
	private static final long MAX_BYTES = 16L << 20;

	private final Ring ring;

	OtlpApi(Ring ring) {
		this.ring = ring;
	}

	@Nullable PageResponse answer(PageRequest request) throws IOException {
		boolean traces = request.path().equals("/v1/traces");
		if (!traces && !request.path().equals("/v1/logs")) {
			return null;
		}
		if (!request.method().equals("POST")) {
			return PageResponse.error(PageResponse.METHOD_NOT_ALLOWED, "OTLP is sent by POST.");
		}
		OtlpFormat format = OtlpFormat.of(request.header("Content-Type"));
		if (format == null) {
			return PageResponse.error(PageResponse.UNSUPPORTED_TYPE,
					"The type must be application/x-protobuf or application/json.");
		}
		try (InputStream body = BoundedBody.of(request.body(), request.header("Content-Encoding"), MAX_BYTES)) {
			TraceSink sink = this.ring.received();
			OtlpCount count = traces ? OtlpReader.traces(format, body, sink) : OtlpReader.logs(format, body, sink);
			return PageResponse.of(PageResponse.OK, format.contentType(),
					traces ? OtlpAnswer.traces(format, count) : OtlpAnswer.logs(format, count));
		}
		catch (OtlpFormatException ex) {
			return PageResponse.error(PageResponse.BAD_REQUEST, String.valueOf(ex.getMessage()));
		}
	}

	/**
	 * Returns whether a request is for what other services send to.
	 * @param request any request
	 * @return whether it is below {@code /v1/}
	 */
	static boolean isFor(PageRequest request) {
		return request.path().startsWith("/v1/");
	}

	/**
	 * Says what is wrong in the form of the request: a sender of OTLP knows no other.
	 * @param request any request
	 * @param response the answer to it
	 * @return the answer to send
	 */
	static PageResponse inFormOf(PageRequest request, PageResponse response) {
		String problem = response.problem();
		if (problem == null || !isFor(request) || !request.method().equals("POST")) {
			return response;
		}
		OtlpFormat format = OtlpFormat.of(request.header("Content-Type"));
		return (format != null)
				? response.as(format.contentType(), OtlpAnswer.error(format, response.status(), problem)) : response;
	}

}
