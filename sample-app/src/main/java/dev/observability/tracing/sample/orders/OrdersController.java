// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sample.orders;

import java.net.URI;
import java.util.List;

import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The HTTP side of orders, with its slow and its broken page.
 */
@RestController
@RequestMapping("/orders")
class OrdersController {

	private final OrderBook orders;

	private final Checkout checkout;

	private final Deliveries deliveries;

	private final long slowMillis;

	OrdersController(OrderBook orders, Checkout checkout, Deliveries deliveries,
			@Value("${sample.slow-millis}") long slowMillis) {
		this.orders = orders;
		this.checkout = checkout;
		this.deliveries = deliveries;
		this.slowMillis = slowMillis;
	}

	@GetMapping
	List<OrderView.Summary> list(@RequestParam(required = false) @Nullable String customer) {
		return this.orders.newest(customer);
	}

	@GetMapping("/{number}")
	OrderView get(@PathVariable String number) {
		return this.orders.find(number).orElseThrow(() -> {
			ErrorResponseException missing = new ErrorResponseException(HttpStatus.NOT_FOUND);
			missing.setDetail("There is no order with this number");
			return missing;
		});
	}

	@GetMapping("/{number}/delivery")
	Mono<Deliveries.Estimate> delivery(@PathVariable String number) {
		return this.deliveries.estimate(number);
	}

	@PostMapping
	ResponseEntity<OrderView> create(@RequestBody @Valid NewOrder request) {
		OrderView order = this.checkout.order(request);
		return ResponseEntity.created(URI.create("/orders/" + order.number())).body(order);
	}

	@GetMapping("/report")
	List<OrderView.ReportRow> report() {
		return this.orders.report();
	}

	@GetMapping("/slow")
	List<OrderView.Summary> slow() {
		this.orders.countSlowly(this.slowMillis);
		return this.orders.newest(null);
	}

	@GetMapping("/broken")
	List<OrderView.Summary> broken() {
		throw new IllegalStateException("The stock of an article fell below zero");
	}

}
