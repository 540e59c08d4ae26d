// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.testing;

/**
 * One thing about a span that is not as the semantic conventions say.
 *
 * @param kind what is wrong
 * @param where {@code span}, {@code resource}, {@code scope}, {@code link} or the name of
 * an event
 * @param name the attribute, or what else is wrong
 * @param detail what was found, and what the conventions say
 */
public record RegistryFinding(Kind kind, String where, String name, String detail) {

	/**
	 * What is wrong.
	 */
	public enum Kind {

		/** A name that the registry does not have. */
		UNKNOWN,

		/** A name that has been replaced. */
		DEPRECATED,

		/** A value of another type. */
		TYPE,

		/** A value that the conventions do not allow. */
		VALUE,

		/** An attribute that the definition demands. */
		MISSING,

		/** A kind of span that no definition describes. */
		NO_DEFINITION

	}

	@Override
	public String toString() {
		return "%s %s %s: %s".formatted(this.kind, this.where, this.name, this.detail);
	}

}
