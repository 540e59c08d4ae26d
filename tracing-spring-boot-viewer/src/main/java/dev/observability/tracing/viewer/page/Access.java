// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.page;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Who may see the page.
 *
 * @param token opens the page from anywhere; {@code null} where nothing does
 * @param tokenOnly whether nobody may see it without the token, not even on this machine
 * @param hosts names by which this machine may be called, besides those of the loopback
 * interface, in lower case
 * @param networks who may see it besides this machine
 * @since 0.1.0
 */
public record Access(@Nullable String token, boolean tokenOnly, Set<String> hosts, Networks networks) {

	@Override
	public String toString() {
		return "Access[token=" + ((this.token != null) ? "set" : "none") + ", tokenOnly=" + this.tokenOnly + "]";
	}

}
