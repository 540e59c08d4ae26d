// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.ring;

import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import dev.observability.tracing.viewer.trace.FieldsBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TraceQuery} and {@link TraceSort}.
 */
class TraceQueryTests {

	private final Ring ring = new Ring(
			new RingLimits(1 << 20, 100, 1000, 100, TimeUnit.SECONDS.toNanos(1), TimeUnit.MINUTES.toNanos(30)));

	@BeforeEach
	void fill() {
		this.ring.span(Spans.of(1)
			.span(1, 0, "GET /orders", 10, 60, 0, new FieldsBuilder().put("http.route", "/Orders").build()));
		this.ring.span(Spans.of(2).span(1, 0, "GET /payments", 20, 30, 2));
		this.ring.span(Spans.of(2).span(2, 1, "select payment", 21, 25, 0).of(Spans.origin("payments")));
		this.ring
			.span(Spans.of(3).span(1, 0, "settle", 30, 1000, 0, new FieldsBuilder().put("job.attempt", 2L).build()));
	}

	@Test
	void everythingIsListedNewestFirst() {
		assertThat(names(query(Set.of(), "", null, 0, Long.MAX_VALUE))).containsExactly("settle", "GET /payments",
				"GET /orders");
	}

	@Test
	void aServiceThatTookPartIsEnough() {
		assertThat(names(query(Set.of("payments"), "", null, 0, Long.MAX_VALUE))).containsExactly("GET /payments");
	}

	@Test
	void theNameOfAnySpanIsEnough() {
		assertThat(names(query(Set.of(), "SELECT", null, 0, Long.MAX_VALUE))).containsExactly("GET /payments");
		assertThat(names(query(Set.of(), "nowhere", null, 0, Long.MAX_VALUE))).isEmpty();
	}

	@Test
	void failedOnesAndOthersAreTold() {
		assertThat(names(query(Set.of(), "", true, 0, Long.MAX_VALUE))).containsExactly("GET /payments");
		assertThat(names(query(Set.of(), "", false, 0, Long.MAX_VALUE))).containsExactly("settle", "GET /orders");
	}

	@Test
	void durationHasTwoEnds() {
		long milli = TimeUnit.MILLISECONDS.toNanos(1);
		assertThat(names(query(Set.of(), "", null, 50 * milli, 50 * milli))).containsExactly("GET /orders");
	}

	@Test
	void attributesAreFoundInSpansAndResources() {
		assertThat(attribute("http.route", "/orders")).containsExactly("GET /orders");
		assertThat(attribute("http.route", null)).containsExactly("GET /orders");
		assertThat(attribute("job.attempt", "2")).containsExactly("settle");
		assertThat(attribute("service.name", "pay")).containsExactly("GET /payments");
		assertThat(attribute("http.route", "/payments")).isEmpty();
		assertThat(attribute("http.route", "ORDERS")).containsExactly("GET /orders");
		assertThat(attribute("http.route", "")).containsExactly("GET /orders");
	}

	@Test
	void whatComesAfterTheFirstAnswerIsFoundToo() {
		assertThat(attribute("late", "x")).isEmpty();
		assertThat(attribute("late", "x")).isEmpty();
		this.ring.span(Spans.of(1).span(2, 1, "more", 20, 30, 0, new FieldsBuilder().put("late", "xyz").build()));
		assertThat(attribute("late", "x")).containsExactly("GET /orders");
		assertThat(attribute("late", "y")).containsExactly("GET /orders");
		assertThat(attribute("late", "w")).isEmpty();
		assertThat(attribute("late", "x")).containsExactly("GET /orders");
	}

	@Test
	void twoAttributesMayBeOfTwoSpans() {
		this.ring.span(Spans.of(1).span(2, 1, "more", 20, 30, 0, new FieldsBuilder().put("late", "xyz").build()));
		List<TraceQuery.Attribute> both = List.of(new TraceQuery.Attribute("late", null),
				new TraceQuery.Attribute("http.route", "orders"));
		assertThat(names(new TraceQuery(Set.of(), "", null, 0, Long.MAX_VALUE, both, "", TraceSort.NEWEST, 10)))
			.containsExactly("GET /orders");
		List<TraceQuery.Attribute> one = List.of(new TraceQuery.Attribute("late", null),
				new TraceQuery.Attribute("job.attempt", null));
		assertThat(names(new TraceQuery(Set.of(), "", null, 0, Long.MAX_VALUE, one, "", TraceSort.NEWEST, 10)))
			.isEmpty();
	}

	@Test
	void theBeginningOfAnIdIsEnough() {
		String id = Spans.of(3).trace().toString();
		TraceQuery query = new TraceQuery(Set.of(), "", null, 0, Long.MAX_VALUE, List.of(), id, TraceSort.NEWEST, 10);
		assertThat(names(query)).containsExactly("settle");
	}

	@Test
	void eachOrderHasItsFirst() {
		assertThat(first(TraceSort.NEWEST)).isEqualTo("settle");
		assertThat(first(TraceSort.OLDEST)).isEqualTo("GET /orders");
		assertThat(first(TraceSort.LONGEST)).isEqualTo("settle");
		assertThat(first(TraceSort.SHORTEST)).isEqualTo("GET /payments");
		assertThat(first(TraceSort.SPANS)).isEqualTo("GET /payments");
		assertThat(first(TraceSort.ERRORS)).isEqualTo("GET /payments");
	}

	@Test
	void aLimitCutsTheListAndNotTheCount() {
		TraceQuery query = new TraceQuery(Set.of(), "", null, 0, Long.MAX_VALUE, List.of(), "", TraceSort.NEWEST, 1);
		TraceList list = this.ring.list(query);
		assertThat(list.traces()).hasSize(1);
		assertThat(list.matched()).isEqualTo(3);
		assertThat(list.services()).containsExactly("orders", "payments");
	}

	private String first(TraceSort sort) {
		return names(new TraceQuery(Set.of(), "", null, 0, Long.MAX_VALUE, List.of(), "", sort, 10)).get(0);
	}

	private List<String> attribute(String key, @Nullable String value) {
		return names(new TraceQuery(Set.of(), "", null, 0, Long.MAX_VALUE,
				List.of(new TraceQuery.Attribute(key, value)), "", TraceSort.NEWEST, 10));
	}

	private static TraceQuery query(Set<String> services, String name, @Nullable Boolean failed, long min, long max) {
		return new TraceQuery(services, name, failed, min, max, List.of(), "", TraceSort.NEWEST, 10);
	}

	private List<String> names(TraceQuery query) {
		return Spans.names(this.ring.list(query));
	}

}
