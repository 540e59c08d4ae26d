// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.diagnostics;

import java.util.List;
import java.util.Map;

/**
 * What a feature tells whoever looks at {@code /actuator/tracing}. Each bean of this type
 * is asked at step 11, on the thread of the one who looks; what it throws is shown as the
 * name of its type.
 *
 * @since 0.1.0
 */
public interface DiagnosticsContributor {

	/**
	 * The word of the feature, which becomes the name of its section.
	 * @return such as {@code sampling}
	 */
	String feature();

	/**
	 * What is in effect and what has happened so far.
	 * @return names and texts, numbers, booleans, lists and maps of those; no secret
	 */
	Map<String, ?> facts();

	/**
	 * What is wrong by what the feature knows, without any connection being opened.
	 * @return findings, none where all is well
	 */
	default List<Finding> findings() {
		return List.of();
	}

}
