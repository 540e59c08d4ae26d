// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.trace;

/**
 * Who said it: the resource, which is a service, and the scope, which is a library for
 * spans and a logger for log lines.
 *
 * @param resource attributes of the resource
 * @param scopeName name of the scope, empty where unknown
 * @param scopeVersion version of the scope, empty where unknown
 * @param scope attributes of the scope
 * @since 0.1.0
 */
public record Origin(Fields resource, String scopeName, String scopeVersion, Fields scope) {

	/** Characters of the name of a scope at most, and of its version. */
	public static final int MAX_NAME = 256;

	/** As the semantic conventions call a service without a name. */
	private static final String UNKNOWN_SERVICE = "unknown_service";

	/**
	 * Returns the name of the service.
	 * @return {@code service.name} of the resource
	 */
	public String service() {
		String name = this.resource.text("service.name");
		return (name != null) ? name : UNKNOWN_SERVICE;
	}

}
