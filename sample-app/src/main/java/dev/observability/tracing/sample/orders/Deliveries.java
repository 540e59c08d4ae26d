// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sample.orders;

import java.time.Duration;

import dev.observability.tracing.traced.SpanAttribute;
import dev.observability.tracing.traced.Traced;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Service;

/**
 * Estimates when an order arrives, without keeping a thread.
 */
@Service
class Deliveries {

	private static final Duration CARRIER_THINKS = Duration.ofMillis(30);

	/**
	 * The span lasts from the subscription to the answer.
	 * @param orderNumber an order
	 * @return how many days it takes
	 */
	@Traced(attributes = @SpanAttribute(name = "delivery.days", expression = "#result.days"))
	Mono<Estimate> estimate(@SpanAttribute("order.number") String orderNumber) {
		return Mono.delay(CARRIER_THINKS).map((tick) -> new Estimate(orderNumber, 1 + orderNumber.length() % 3));
	}

	/**
	 * An estimate.
	 *
	 * @param orderNumber of which order
	 * @param days how many days
	 */
	record Estimate(String orderNumber, int days) {

	}

}
