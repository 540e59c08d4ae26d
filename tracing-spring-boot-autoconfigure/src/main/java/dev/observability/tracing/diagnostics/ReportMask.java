// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.diagnostics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.observability.tracing.redaction.Redactor;
import org.jspecify.annotations.Nullable;

/**
 * The last look at an answer before it leaves: masks the URLs and the secrets of every
 * text, whoever put it there. Step 11, on the thread of the one who asks.
 */
final class ReportMask {

	private ReportMask() {
	}

	static Map<String, Object> of(Map<?, ?> report) {
		Map<String, Object> masked = new LinkedHashMap<>();
		report.forEach((name, value) -> masked.put(text(String.valueOf(name)), of(value)));
		return masked;
	}

	// Numbers and booleans stay what they are, all else becomes text
	private static Object of(@Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			return of(map);
		}
		if (value instanceof Iterable<?> list) {
			List<Object> masked = new ArrayList<>();
			list.forEach((each) -> masked.add(of(each)));
			return masked;
		}
		return (value instanceof Number || value instanceof Boolean) ? value : text(String.valueOf(value));
	}

	private static String text(String text) {
		return Redactor.standard().name(text);
	}

}
