// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sample.gateway;

import java.util.Map;
import java.util.TreeMap;

/**
 * What the start page offers: one request each, what it answers, and what its trace
 * shows.
 */
enum Scenario {

	EVENT(Group.WORKS, "Send a build event", "POST", "/events", 202,
			"One trace across all three services: the event makes an order,"
					+ " the order a payment, each with its SQL.",
			Map.of("ce_type", EventsController.BUILD_START, "parser_id", "demo-parser")),

	ORDER(Group.WORKS, "Place an order", "POST", "/orders", 201,
			"Two transactions in orders, around the call of payments, not with it inside.", order("4242424242424242")),

	LIST(Group.WORKS, "List the orders", "GET", "/orders?customer=Ada", 200,
			"One query. The span of the call to orders has the URL with the value of customer masked.", Map.of()),

	ONE(Group.WORKS, "Look at one order", "GET", "/orders/A-1001", 200,
			"The span is named after the route, /orders/{number}, not after this order.", Map.of()),

	SUMMARY(Group.WORKS, "Sum up the payments", "GET", "/payments/summary", 200,
			"Gateway calls payments with a RestClient made without Spring Boot's builder, in the same trace.",
			Map.of()),

	SETTLEMENT(Group.WORKS, "Settle the payments", "POST", "/payments/settlement", 200,
			"The nightly job, run by hand. The trace page shows how far it is; then its span has that as events.",
			Map.of()),

	DELIVERY(Group.WORKS, "Ask when an order arrives", "GET", "/orders/A-1001/delivery", 200,
			"A reactive method: its span lasts until the answer, though no thread waited.", Map.of()),

	SLOW(Group.SLOW, "Wait for the database", "GET", "/orders/slow", 200,
			"One long span says who is slow: the first query of orders.", Map.of()),

	REPORT(Group.SLOW, "Make the report", "GET", "/orders/report", 200,
			"N+1: one query for the orders, then the same query once per order. Count the spans.", Map.of()),

	BROKEN(Group.FAILS, "Break orders", "GET", "/orders/broken", 500,
			"Orders and gateway both answered 500 and are in error; the exception is where it began, in orders.",
			Map.of()),

	PAYMENTS_FAIL(Group.FAILS, "Break payments", "POST", "/orders", 502,
			"The exception is in payments, where it began; the callers that passed it on are in error, too.",
			order("4000000000000119")),

	DUPLICATE(Group.FAILS, "Use an order number twice", "POST", "/orders", 500,
			"The insert is in error: its span tells of a unique index, and no value of the row.",
			orderWith("number", "A-1001")),

	DECLINED(Group.REFUSES, "Pay with a declined card", "POST", "/orders", 402,
			"The status 402 travels back through three services, and the order ends as DECLINED.",
			order("4000000000000002")),

	INVALID(Group.REFUSES, "Order nothing", "POST", "/orders", 400,
			"Validation stops it in orders: no SQL, and payments never hears of it.", orderWith("quantity", "0")),

	MISSING(Group.REFUSES, "Look for a missing order", "GET", "/orders/A-0000", 404,
			"A 404 is an answer: no span of a server is in error.", Map.of()),

	UNKNOWN_EVENT(Group.REFUSES, "Send an unknown event", "POST", "/events", 422,
			"The trace ends where it began, in gateway.",
			Map.of("ce_type", "network.notifi.lambda.unknown", "parser_id", "demo-parser"));

	private final Group group;

	private final String title;

	private final String method;

	private final String path;

	private final int status;

	private final String lookFor;

	private final Map<String, String> fields;

	Scenario(Group group, String title, String method, String path, int status, String lookFor,
			Map<String, String> fields) {
		this.group = group;
		this.title = title;
		this.method = method;
		this.path = path;
		this.status = status;
		this.lookFor = lookFor;
		this.fields = new TreeMap<>(fields);
	}

	private static Map<String, String> order(String card) {
		Map<String, String> fields = new TreeMap<>();
		fields.put("customer", "You");
		fields.put("sku", "notebook");
		fields.put("quantity", "2");
		fields.put("card", card);
		return fields;
	}

	private static Map<String, String> orderWith(String field, String value) {
		Map<String, String> fields = order("4242424242424242");
		fields.put(field, value);
		return fields;
	}

	Group group() {
		return this.group;
	}

	String title() {
		return this.title;
	}

	boolean isPost() {
		return "POST".equals(this.method);
	}

	String path() {
		return this.path;
	}

	int status() {
		return this.status;
	}

	String lookFor() {
		return this.lookFor;
	}

	Map<String, String> fields() {
		return this.fields;
	}

	/**
	 * What becomes of a request, in the order of the page.
	 */
	enum Group {

		WORKS("It works"), SLOW("It is slow"), FAILS("It fails"), REFUSES("It refuses");

		private final String heading;

		Group(String heading) {
			this.heading = heading;
		}

		String heading() {
			return this.heading;
		}

	}

}
