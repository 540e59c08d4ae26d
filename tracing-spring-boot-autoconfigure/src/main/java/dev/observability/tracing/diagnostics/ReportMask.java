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
 * The last look at an answer before it leaves: masks what its keys tell to be secret, the
 * URLs and the secrets of every text, whoever put it there. Step 11, on the thread of the
 * one who asks.
 */
final class ReportMask {

	private final Redactor redactor;

	/**
	 * Creates it.
	 * @param redactor the rules, of which a list of allowed keys does not count: reports
	 * have keys of their own
	 */
	ReportMask(Redactor redactor) {
		this.redactor = redactor.withoutAllowList();
	}

	Map<String, Object> mask(Map<?, ?> report) {
		Map<String, Object> masked = new LinkedHashMap<>();
		report.forEach((key, value) -> {
			String name = String.valueOf(key);
			masked.put(this.redactor.name(name), mask(name, value));
		});
		return masked;
	}

	// Numbers and booleans stay what they are, but for the number of a card, and all else
	// becomes text. A structure below the key of a secret stays one: it is what is known
	// of
	// a setting. A number there is a count, such as of the rule "bearer"
	private Object mask(String key, @Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			return mask(map);
		}
		if (value instanceof Iterable<?> list) {
			List<Object> masked = new ArrayList<>();
			list.forEach((each) -> masked.add(mask(key, each)));
			return masked;
		}
		if (value instanceof Number || value instanceof Boolean) {
			Object masked = this.redactor.value("", value, false);
			return (masked != null) ? masked : Redactor.MASK;
		}
		return this.redactor.attribute(key, String.valueOf(value), false);
	}

}
