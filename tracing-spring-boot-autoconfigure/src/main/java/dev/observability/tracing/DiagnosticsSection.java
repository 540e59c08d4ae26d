// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing;

import java.util.Map;

/**
 * An answer of its own below {@code /actuator/tracing}, for what is too long to stand
 * beside everything else, such as a list that grows with the names of an application.
 * Each bean of this type is one path, {@code /actuator/tracing/<name>}, and is asked when
 * somebody asks for that path: step 11, on the thread of the one who looks. What it
 * throws is shown as the name of its type.
 * <p>
 * A feature makes its bean with {@code @ConditionalOnTracingFeature("diagnostics")}. It
 * stands here and not beside the endpoint, because the endpoint uses {@code redaction},
 * which has one.
 *
 * @since 0.1.0
 */
public interface DiagnosticsSection {

	/**
	 * The last part of its path. One of the endpoint's own, such as {@code doctor}, or of
	 * a feature, is never asked for here.
	 * @return lower-case letters, such as {@code redactions}
	 */
	String name();

	/**
	 * What there is to tell now.
	 * @return names and texts, numbers, booleans, lists and maps of those; no secret
	 */
	Map<String, ?> content();

}
