// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing;

/**
 * Which of OpenTelemetry's names for the same thing spans and resource carry. Chosen at
 * the start of the application; read where attributes are put together.
 *
 * @since 0.1.0
 */
public enum SemanticConventions {

	/** Today's names only; written {@code stable}. */
	STABLE,

	/**
	 * The older HTTP, database and deployment names beside today's, for dashboards and
	 * alerts that still ask for them; written {@code both}.
	 */
	BOTH;

	/** Version of the conventions whose names are used. */
	public static final String VERSION = "1.44.0";

	/** Where a collector finds how these names changed from version to version. */
	public static final String SCHEMA_URL = "https://opentelemetry.io/schemas/" + VERSION;

	/**
	 * Whether the older names are written too.
	 * @return whether the older names are written too
	 */
	public boolean includesFormer() {
		return this == BOTH;
	}

}
