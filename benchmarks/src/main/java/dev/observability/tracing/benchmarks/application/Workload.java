// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.application;

/**
 * What is asked of the application.
 */
enum Workload {

	/** Three queries of one row each by JdbcTemplate, and a small JSON object. */
	ITEMS("One request, three queries", "/items/7", 3000),

	/** Two queries of JPA and a table by a template. */
	PAGE("A page with JPA and a template", "/page", 500);

	private final String title;

	private final String path;

	private final int perSecond;

	Workload(String title, String path, int perSecond) {
		this.title = title;
		this.path = path;
		this.perSecond = perSecond;
	}

	String title() {
		return this.title;
	}

	String path() {
		return this.path;
	}

	// Requests per second that every variant can serve with every span sent
	int perSecond() {
		return this.perSecond;
	}

}
