// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sample.gateway;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

/**
 * The routes to orders and payments. Request thread.
 */
@RestController
class RoutesController {

	private static final BigDecimal UNIT_PRICE = new BigDecimal("4.90");

	private final RestClient orders;

	private final RestClient payments;

	RoutesController(@Qualifier("ordersClient") RestClient orders, @Qualifier("paymentsClient") RestClient payments) {
		this.orders = orders;
		this.payments = payments;
	}

	@GetMapping("/orders")
	ResponseEntity<Answer> list(@RequestParam(required = false) @Nullable String customer) {
		return Answer.to((customer != null) ? this.orders.get().uri("/orders?customer={customer}", customer)
				: this.orders.get().uri("/orders"));
	}

	@GetMapping("/orders/{number}")
	ResponseEntity<Answer> order(@PathVariable String number) {
		return Answer.to(this.orders.get().uri("/orders/{number}", number));
	}

	@GetMapping("/orders/{number}/delivery")
	ResponseEntity<Answer> delivery(@PathVariable String number) {
		return Answer.to(this.orders.get().uri("/orders/{number}/delivery", number));
	}

	@PostMapping(path = "/orders", consumes = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<Answer> create(@RequestBody String order) {
		return place(order);
	}

	// The form of the start page
	@PostMapping(path = "/orders", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
	ResponseEntity<Answer> create(@RequestParam String customer, @RequestParam String sku, @RequestParam int quantity,
			@RequestParam String card, @RequestParam(required = false) @Nullable String number) {
		Map<String, Object> order = new TreeMap<>();
		order.put("customer", customer);
		order.put("card", card);
		order.put("lines", List.of(Map.of("sku", sku, "quantity", quantity, "unitPrice", UNIT_PRICE)));
		if (number != null) {
			order.put("number", number);
		}
		return place(order);
	}

	@GetMapping("/payments/summary")
	ResponseEntity<Answer> summary() {
		return Answer.to(this.payments.get().uri("/payments/summary"));
	}

	@PostMapping("/payments/settlement")
	ResponseEntity<Answer> settle() {
		return Answer.to(this.payments.post().uri("/payments/settlement"));
	}

	private ResponseEntity<Answer> place(Object order) {
		return Answer.to(this.orders.post().uri("/orders").contentType(MediaType.APPLICATION_JSON).body(order));
	}

}
