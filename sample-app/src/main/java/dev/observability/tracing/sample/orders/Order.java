// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sample.orders;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/**
 * An order with its lines. The lines are lazy, which the report page makes a show of.
 */
@Entity
@Table(name = "orders")
class Order {

	@Id
	@GeneratedValue(strategy = GenerationType.IDENTITY)
	private @Nullable Long id;

	@Column(nullable = false, unique = true)
	private String number;

	@Column(nullable = false)
	private String customer;

	@Enumerated(EnumType.STRING)
	@Column(nullable = false)
	private OrderStatus status = OrderStatus.NEW;

	@Column(nullable = false)
	private Instant createdAt = Instant.now();

	@OneToMany(mappedBy = "order", cascade = CascadeType.ALL, fetch = FetchType.LAZY)
	private List<OrderLine> lines = new ArrayList<>();

	@SuppressWarnings("NullAway.Init") // filled by JPA
	protected Order() {
	}

	Order(String number, String customer) {
		this.number = number;
		this.customer = customer;
	}

	void add(String sku, int quantity, BigDecimal unitPrice) {
		this.lines.add(new OrderLine(this, sku, quantity, unitPrice));
	}

	String number() {
		return this.number;
	}

	String customer() {
		return this.customer;
	}

	OrderStatus status() {
		return this.status;
	}

	void status(OrderStatus status) {
		this.status = status;
	}

	List<OrderLine> lines() {
		return Collections.unmodifiableList(this.lines);
	}

	BigDecimal total() {
		return this.lines.stream().map(OrderLine::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
	}

}
