// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.redaction;

import java.util.Locale;

/**
 * Why a value was hidden; the label of its count.
 *
 * @since 0.1.0
 */
public enum RedactionRule {

	/** Its key is that of a secret. */
	KEY,

	/** Its key is not in the list of those that the application allows. */
	ALLOW_LIST,

	/** User, password or a parameter of a URL. */
	URL,

	/** A value within the message of a database, a parser or an HTTP client. */
	MESSAGE,

	/** A JSON Web Token. */
	JWT,

	/** What follows {@code Bearer} or {@code Basic}. */
	BEARER,

	/** A private key in PEM. */
	PRIVATE_KEY,

	/** The number of a payment card. */
	CARD,

	/** An international bank account number. */
	IBAN,

	/** An e-mail address. */
	EMAIL;

	/**
	 * Returns the label.
	 * @return such as {@code private_key}
	 */
	public String label() {
		return name().toLowerCase(Locale.ROOT);
	}

}
