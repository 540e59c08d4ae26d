// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sample.orders;

import java.util.List;
import java.util.Optional;

import org.springframework.data.jpa.repository.EntityGraph;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.data.repository.query.Param;

/**
 * The orders in the database.
 */
interface OrderRepository extends Repository<Order, Long> {

	Order save(Order order);

	// One query; the lines wait for the first touch
	List<Order> findTop20ByOrderByIdDesc();

	List<Order> findTop20ByCustomerOrderByIdDesc(String customer);

	// The order and its lines, one query
	@EntityGraph(attributePaths = "lines")
	Optional<Order> findByNumber(String number);

	// Takes its time in the database
	@Query(value = "select sleep(:millis), count(*) from orders", nativeQuery = true)
	Object countSlowly(@Param("millis") long millis);

}
