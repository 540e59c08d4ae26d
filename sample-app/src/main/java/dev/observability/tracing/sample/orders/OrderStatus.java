// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sample.orders;

/**
 * How far an order is.
 */
enum OrderStatus {

	/** Stored, not paid: the answer of payments is unknown. */
	NEW,

	/** Payments took the money. */
	PAID,

	/** Payments refused the card. */
	DECLINED

}
