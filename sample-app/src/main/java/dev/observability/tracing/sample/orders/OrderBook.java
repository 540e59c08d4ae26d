// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sample.orders;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What happens to orders in the database, one transaction per method.
 */
@Service
class OrderBook {

	private final OrderRepository orders;

	OrderBook(OrderRepository orders) {
		this.orders = orders;
	}

	@Transactional(readOnly = true)
	List<OrderView.Summary> newest(@Nullable String customer) {
		List<Order> newest = (customer != null) ? this.orders.findTop20ByCustomerOrderByIdDesc(customer)
				: this.orders.findTop20ByOrderByIdDesc();
		return newest.stream().map(OrderView.Summary::of).toList();
	}

	@Transactional(readOnly = true)
	Optional<OrderView> find(String number) {
		return this.orders.findByNumber(number).map(OrderView::of);
	}

	// One query for the orders and one more for the lines of each: the N+1 that a trace
	// makes visible at once
	@Transactional(readOnly = true)
	List<OrderView.ReportRow> report() {
		return this.orders.findTop20ByOrderByIdDesc().stream().map(OrderView.ReportRow::of).toList();
	}

	@Transactional(readOnly = true)
	void countSlowly(long millis) {
		this.orders.countSlowly(millis);
	}

	@Transactional
	OrderView place(NewOrder request) {
		Order order = new Order(numberOf(request), request.customer());
		request.lines().forEach((line) -> order.add(line.sku(), line.quantity(), line.unitPrice()));
		return OrderView.of(this.orders.save(order));
	}

	@Transactional
	OrderView settle(String number, OrderStatus status) {
		Order order = this.orders.findByNumber(number).orElseThrow();
		order.status(status);
		return OrderView.of(order);
	}

	private static String numberOf(NewOrder request) {
		if (request.number() != null) {
			return request.number();
		}
		return "B-" + UUID.randomUUID().toString().replace("-", "").substring(0, 16).toUpperCase(Locale.ROOT);
	}

}
