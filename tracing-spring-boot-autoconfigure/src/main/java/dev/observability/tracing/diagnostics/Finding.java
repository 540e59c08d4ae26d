// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.diagnostics;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Something that is wrong, or may be. Made when somebody asks, step 11, on the thread of
 * the one who does.
 *
 * @param code what it is
 * @param confidence how sure it is
 * @param seen what was seen, as a sentence without the full stop; no secret
 * @param fix what to do about it, as a sentence without the full stop; no secret
 * @since 0.1.0
 */
public record Finding(FindingCode code, Confidence confidence, String seen, String fix) {

	Map<String, Object> toMap() {
		Map<String, Object> map = new LinkedHashMap<>();
		map.put("code", this.code.toString());
		map.put("confidence", this.confidence.name().toLowerCase(Locale.ROOT));
		map.put("seen", this.seen);
		map.put("fix", this.fix);
		map.put("page", "troubleshooting.md#" + this.code);
		return map;
	}

}
