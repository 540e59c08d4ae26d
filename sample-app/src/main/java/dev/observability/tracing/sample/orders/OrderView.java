// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sample.orders;

import java.math.BigDecimal;
import java.util.List;

/**
 * An order as the outside sees it.
 *
 * @param number its number
 * @param customer who ordered
 * @param status how far it is
 * @param total the sum of its lines
 * @param lines the articles
 */
record OrderView(String number, String customer, OrderStatus status, BigDecimal total, List<Line> lines) {

	static OrderView of(Order order) {
		List<Line> lines = order.lines()
			.stream()
			.map((line) -> new Line(line.sku(), line.quantity(), line.amount()))
			.toList();
		return new OrderView(order.number(), order.customer(), order.status(), order.total(), lines);
	}

	/**
	 * One article.
	 *
	 * @param sku its key
	 * @param quantity how many
	 * @param amount the price of all of them
	 */
	record Line(String sku, int quantity, BigDecimal amount) {

	}

	/**
	 * An order without its lines.
	 *
	 * @param number its number
	 * @param customer who ordered
	 * @param status how far it is
	 */
	record Summary(String number, String customer, OrderStatus status) {

		static Summary of(Order order) {
			return new Summary(order.number(), order.customer(), order.status());
		}

	}

	/**
	 * One row of the report.
	 *
	 * @param number of the order
	 * @param articles how many articles it has
	 * @param total what they cost
	 */
	record ReportRow(String number, int articles, BigDecimal total) {

		static ReportRow of(Order order) {
			int articles = order.lines().stream().mapToInt(OrderLine::quantity).sum();
			return new ReportRow(order.number(), articles, order.total());
		}

	}

}
