// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Pieces of a line that are always the same, as bytes. Any thread.
 */
final class JsonNames {

	static final byte[] TRACE_ID = next("trace_id");

	static final byte[] SPAN_ID = next("span_id");

	static final byte[] TRACE_FLAGS = next("trace_flags");

	static final byte[] CORRELATION_ID = next("correlation_id");

	private JsonNames() {
	}

	// A comma and the name of a member.
	static byte[] next(String name) {
		return json(",\"" + name + "\":");
	}

	static byte[] json(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	// Members with a comma before each, or between them.
	static byte[] members(Map<String, String> members, boolean commaFirst) {
		JsonLine line = new JsonLine();
		// Escaped, so that they stand in a line of any character set
		line.start(StandardCharsets.US_ASCII);
		members.forEach((name, value) -> {
			if (commaFirst || line.length() > 0) {
				line.raw(',');
			}
			line.name(name);
			line.string(LogTexts.cut(value, 256));
		});
		return line.toBytes(StandardCharsets.US_ASCII);
	}

}
