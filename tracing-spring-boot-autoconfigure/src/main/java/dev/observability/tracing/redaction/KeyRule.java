// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

/**
 * What the key of an attribute or a field says of its value.
 */
enum KeyRule {

	/** Any text, with URLs and secrets in it perhaps. */
	TEXT,

	/** One URL, or a path with a query. */
	URL,

	/** The query of a URL. */
	QUERY,

	/** The fragment of a URL. */
	FRAGMENT,

	/** A message or a stack trace. */
	MESSAGE,

	/** A secret as a whole, also where it is a number. */
	SECRET,

	/** A secret where it is a text; a number counts or times something, as of tokens. */
	TOKEN,

	/** Several of these, or how many there are: a text that is a number stays as well. */
	TOKENS,

	/** Nothing that the list of the application allows. */
	UNLISTED

}
