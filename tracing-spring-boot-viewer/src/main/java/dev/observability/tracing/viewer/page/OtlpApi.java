// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.page;

import java.io.IOException;
import java.io.InputStream;

import dev.observability.tracing.viewer.otlp.BoundedBody;
import dev.observability.tracing.viewer.otlp.OtlpAnswer;
import dev.observability.tracing.viewer.otlp.OtlpCount;
import dev.observability.tracing.viewer.otlp.OtlpEncodingException;
import dev.observability.tracing.viewer.otlp.OtlpFormat;
import dev.observability.tracing.viewer.otlp.OtlpFormatException;
import dev.observability.tracing.viewer.otlp.OtlpReader;
import dev.observability.tracing.viewer.otlp.OtlpTooLargeException;
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
		catch (OtlpEncodingException ex) {
			return failed(format, PageResponse.UNSUPPORTED_TYPE, ex);
		}
		catch (OtlpTooLargeException ex) {
			return failed(format, PageResponse.TOO_LARGE, ex);
		}
		catch (OtlpFormatException ex) {
			return failed(format, PageResponse.BAD_REQUEST, ex);
		}
	}

	private static PageResponse failed(OtlpFormat format, int status, IOException failure) {
		return PageResponse.of(status, format.contentType(),
				OtlpAnswer.error(format, status, String.valueOf(failure.getMessage())));
	}

}
