// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sample.orders;

import java.math.BigDecimal;

import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;

/**
 * The service {@code payments} as orders sees it.
 */
@HttpExchange("/payments")
interface PaymentsClient {

	/**
	 * Takes the money. Request thread.
	 * @param payment what is to be paid
	 * @return the receipt
	 * @throws org.springframework.web.client.HttpClientErrorException with status 402
	 * when the card is declined
	 */
	@PostExchange
	Receipt pay(@RequestBody Payment payment);

	/**
	 * What is to be paid.
	 *
	 * @param orderNumber for which order
	 * @param amount how much
	 * @param card the number of the card
	 */
	record Payment(String orderNumber, BigDecimal amount, String card) {

		/**
		 * No card in any log line.
		 */
		@Override
		public String toString() {
			return "Payment[orderNumber=" + this.orderNumber + "]";
		}

	}

	/**
	 * The answer of payments.
	 *
	 * @param orderNumber for which order
	 * @param status what became of it
	 */
	record Receipt(String orderNumber, String status) {

	}

}
