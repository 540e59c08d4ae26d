// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sample.payments;

import java.math.BigDecimal;
import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The payments in the database.
 */
@Repository
class Ledger {

	private final JdbcClient jdbc;

	Ledger(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	void add(Payment payment, String status) {
		this.jdbc.sql("insert into payment (order_number, amount, card_last_four, status) values (?, ?, ?, ?)")
			.param(payment.orderNumber())
			.param(payment.amount())
			.param(payment.lastFour())
			.param(status)
			.update();
	}

	List<String> captured() {
		return this.jdbc.sql("select order_number from payment where status = 'CAPTURED' order by order_number")
			.query(String.class)
			.list();
	}

	// Takes its time in the database, so that there is a running job to look at
	void settle(List<String> orderNumbers, long millis) {
		this.jdbc.sql("select sleep(?), count(*) from payment").param(millis).query().singleRow();
		this.jdbc.sql("update payment set status = 'SETTLED' where status = 'CAPTURED' and order_number in (:numbers)")
			.param("numbers", orderNumbers)
			.update();
	}

	List<Sum> sums() {
		return this.jdbc
			.sql("select status, count(*) as payments, sum(amount) as amount from payment group by status"
					+ " order by status")
			.query(Sum.class)
			.list();
	}

	/**
	 * All payments of one status.
	 *
	 * @param status captured or declined
	 * @param payments how many
	 * @param amount their sum
	 */
	record Sum(String status, long payments, BigDecimal amount) {

	}

}
