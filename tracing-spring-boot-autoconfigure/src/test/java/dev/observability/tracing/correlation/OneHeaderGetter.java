// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.correlation;

import java.util.List;

import io.opentelemetry.context.propagation.TextMapGetter;
import org.jspecify.annotations.Nullable;

/**
 * Takes a text for the only header, {@code X-Correlation-ID}.
 */
final class OneHeaderGetter implements TextMapGetter<String> {

	@Override
	public Iterable<String> keys(String carrier) {
		return List.of("X-Correlation-ID");
	}

	@Override
	public @Nullable String get(@Nullable String carrier, String key) {
		return "X-Correlation-ID".equalsIgnoreCase(key) ? carrier : null;
	}

}
