// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sample.orders;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClientException;

/**
 * Stores an order and has it paid. The call of payments stands outside of the
 * transactions, so that no database connection waits for another service.
 */
@Service
class Checkout {

	private static final Logger logger = LoggerFactory.getLogger(Checkout.class);

	private final OrderBook orders;

	private final PaymentsClient payments;

	private final Mailer mailer;

	Checkout(OrderBook orders, PaymentsClient payments, Mailer mailer) {
		this.orders = orders;
		this.payments = payments;
		this.mailer = mailer;
	}

	/**
	 * Request thread.
	 * @param request a valid order
	 * @return the paid order
	 * @throws ErrorResponseException 402 when the card is declined, 502 when payments has
	 * no answer
	 */
	OrderView order(NewOrder request) {
		OrderView placed = this.orders.place(request);
		logger.info("Order {} placed, asking payments", placed.number());
		try {
			this.payments.pay(new PaymentsClient.Payment(placed.number(), placed.total(), request.card()));
		}
		catch (HttpClientErrorException ex) {
			if (ex.getStatusCode().isSameCodeAs(HttpStatus.PAYMENT_REQUIRED)) {
				this.orders.settle(placed.number(), OrderStatus.DECLINED);
				logger.info("Order {} declined", placed.number());
				throw problem(HttpStatus.PAYMENT_REQUIRED, "The card was declined for order " + placed.number(), ex);
			}
			throw ex;
		}
		catch (RestClientException ex) {
			logger.warn("Order {} stays NEW, payments has no answer", placed.number());
			throw problem(HttpStatus.BAD_GATEWAY, "Payments has no answer, order " + placed.number() + " stays NEW",
					ex);
		}
		logger.info("Order {} paid", placed.number());
		OrderView paid = this.orders.settle(placed.number(), OrderStatus.PAID);
		this.mailer.sendReceipt(paid.number());
		return paid;
	}

	private static ErrorResponseException problem(HttpStatus status, String detail, Exception cause) {
		ErrorResponseException problem = new ErrorResponseException(status, cause);
		problem.setDetail(detail);
		return problem;
	}

}
