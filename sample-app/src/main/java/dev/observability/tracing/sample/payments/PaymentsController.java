// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sample.payments;

import java.util.List;

import jakarta.validation.Valid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The HTTP side of payments.
 */
@RestController
@RequestMapping("/payments")
class PaymentsController {

	private static final Logger logger = LoggerFactory.getLogger(PaymentsController.class);

	private final Ledger ledger;

	private final Settlement settlement;

	PaymentsController(Ledger ledger, Settlement settlement) {
		this.ledger = ledger;
		this.settlement = settlement;
	}

	@PostMapping
	Receipt pay(@RequestBody @Valid Payment payment) {
		TestCard card = TestCard.of(payment.card());
		if (card == TestCard.BREAKS) {
			throw new IllegalStateException("The card network closed the connection");
		}
		String status = (card == TestCard.DECLINES) ? "DECLINED" : "CAPTURED";
		this.ledger.add(payment, status);
		logger.info("Payment of order {} {}", payment.orderNumber(), status);
		if (card == TestCard.DECLINES) {
			ErrorResponseException declined = new ErrorResponseException(HttpStatus.PAYMENT_REQUIRED);
			declined.setDetail("The bank declined the card");
			throw declined;
		}
		return new Receipt(payment.orderNumber(), status);
	}

	@GetMapping("/summary")
	List<Ledger.Sum> summary() {
		return this.ledger.sums();
	}

	@PostMapping("/settlement")
	Settled settle() {
		return new Settled(this.settlement.settle());
	}

	/**
	 * What the job did.
	 *
	 * @param payments how many were settled
	 */
	record Settled(int payments) {

	}

	/**
	 * The answer to a payment that went through.
	 *
	 * @param orderNumber for which order
	 * @param status what became of it
	 */
	record Receipt(String orderNumber, String status) {

	}

}
