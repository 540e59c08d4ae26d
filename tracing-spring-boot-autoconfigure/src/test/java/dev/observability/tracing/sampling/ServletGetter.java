// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sampling;

import java.util.Collections;
import java.util.Iterator;

import io.opentelemetry.context.propagation.TextMapGetter;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Reads headers of servlet requests.
 */
final class ServletGetter implements TextMapGetter<HttpServletRequest> {

	@Override
	public Iterable<String> keys(HttpServletRequest carrier) {
		return Collections.list(carrier.getHeaderNames());
	}

	@Override
	public @Nullable String get(@Nullable HttpServletRequest carrier, String key) {
		return (carrier != null) ? carrier.getHeader(key) : null;
	}

	@Override
	public Iterator<String> getAll(@Nullable HttpServletRequest carrier, String key) {
		return (carrier != null) ? carrier.getHeaders(key).asIterator() : Collections.emptyIterator();
	}

}
