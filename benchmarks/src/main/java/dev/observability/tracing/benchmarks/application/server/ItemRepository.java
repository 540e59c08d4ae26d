// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.application.server;

import java.util.List;

import org.springframework.data.repository.Repository;

/**
 * The queries of the page.
 */
public interface ItemRepository extends Repository<Item, Long> {

	List<Item> findByPriceGreaterThanOrderByName(int price);

	long countByPriceGreaterThan(int price);

}
