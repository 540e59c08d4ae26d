// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.page;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Who may see the page.
 *
 * @param token opens the page from anywhere, and is then demanded of everybody, this
 * machine included: a proxy that adds no header cannot be told from it. {@code null}
 * where this machine needs none
 * @param closed whether nobody may see it while there is no token
 * @param hosts names by which this machine may be called, besides {@code localhost},
 * {@code 127.0.0.1} and {@code [::1]}, in lower case
 * @param networks who may see it besides this machine
 * @since 0.1.0
 */
public record Access(@Nullable String token, boolean closed, Set<String> hosts, Networks networks) {

	@Override
	public String toString() {
		return "Access[token=" + ((this.token != null) ? "set" : "none") + ", closed=" + this.closed + "]";
	}

}
