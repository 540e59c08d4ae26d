// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sample.payments;

/**
 * What a card number does, as with the test cards of real payment providers.
 */
enum TestCard {

	/** Pays; every number that is not another's. */
	PAYS,

	/** Is refused by its bank. */
	DECLINES,

	/** Breaks the service. */
	BREAKS;

	static TestCard of(String number) {
		return switch (number) {
			case "4000000000000002" -> DECLINES;
			case "4000000000000119" -> BREAKS;
			default -> PAYS;
		};
	}

}
