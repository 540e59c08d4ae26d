// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.application.server;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/**
 * A row of the page.
 */
@Entity
@Table(name = "items")
public class Item {

	@Id
	private @Nullable Long id;

	private @Nullable String name;

	private int price;

	protected Item() {
	}

	public @Nullable Long getId() {
		return this.id;
	}

	public @Nullable String getName() {
		return this.name;
	}

	public int getPrice() {
		return this.price;
	}

}
