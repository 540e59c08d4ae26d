// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.diagnostics;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What a port said when it was asked.
 *
 * @param state whether there is one to talk to
 * @param languages what it understood
 * @param tls what TLS told, {@code null} where the port does not speak it
 * @param openSibling the other standard port of OTLP where that one is open and this one
 * is not, else zero
 */
record PortReport(State state, Set<Language> languages, @Nullable TlsReport tls, int openSibling) {

	static PortReport closed(State state, int openSibling) {
		return new PortReport(state, Set.of(), null, openSibling);
	}

	boolean isOpen() {
		return this.state == State.OPEN;
	}

	boolean speaksOnly(Language language) {
		return this.languages.equals(Set.of(language));
	}

	/**
	 * Whether there is one to talk to.
	 */
	enum State {

		/** A connection can be made. */
		OPEN,

		/** Nothing listens. */
		REFUSED,

		/** The host has no address. */
		UNKNOWN_HOST,

		/** No answer in time, or no way there. */
		NO_ANSWER

	}

	/**
	 * What OTLP is spoken in, within TLS or without.
	 */
	enum Language {

		/** What OTLP over HTTP takes. */
		HTTP_1,

		/** What gRPC needs, without asking for it first. */
		HTTP_2

	}

}
