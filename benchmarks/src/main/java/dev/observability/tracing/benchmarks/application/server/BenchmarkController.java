// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.application.server;

import java.util.List;
import java.util.Map;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseBody;

/**
 * The two kinds of request: three queries, and a page with a repository and a template.
 */
@Controller
public class BenchmarkController {

	private final JdbcTemplate jdbc;

	private final ItemRepository items;

	BenchmarkController(JdbcTemplate jdbc, ItemRepository items) {
		this.jdbc = jdbc;
		this.items = items;
	}

	/**
	 * One request with three queries.
	 * @param id of an item
	 * @return a small object
	 */
	@GetMapping("/items/{id}")
	@ResponseBody
	public Map<String, Object> item(@PathVariable long id) {
		String name = this.jdbc.queryForObject("SELECT name FROM items WHERE id = ?", String.class, id);
		Integer price = this.jdbc.queryForObject("SELECT price FROM items WHERE id = ?", Integer.class, id);
		Long count = this.jdbc.queryForObject("SELECT COUNT(*) FROM items", Long.class);
		return Map.of("name", String.valueOf(name), "price", (price != null) ? price : 0, "count",
				(count != null) ? count : 0);
	}

	/**
	 * One page with two queries of JPA and a template.
	 * @param model of the template
	 * @return its name
	 */
	@GetMapping("/page")
	public String page(Model model) {
		List<Item> expensive = this.items.findByPriceGreaterThanOrderByName(5);
		model.addAttribute("items", expensive);
		model.addAttribute("cheap", this.items.countByPriceGreaterThan(0) - expensive.size());
		return "benchmark/page";
	}

}
