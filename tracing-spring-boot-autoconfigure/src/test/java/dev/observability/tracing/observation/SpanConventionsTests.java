// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.observation;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.micrometer.observation.Observation;
import org.junit.jupiter.api.Test;

import org.springframework.scheduling.support.ScheduledTaskObservationContext;

import static org.assertj.core.api.Assertions.assertThat;

class SpanConventionsTests {

	private final SpanConventions conventions = new SpanConventions(List.of());

	@Test
	void findsARowByTheNameOfTheObservation() {
		assertThat(rowOf(named("spring.batch.job"))).isEqualTo("spring.batch.job");
		assertThat(rowOf(named("spring.batch.step"))).isEqualTo("spring.batch.step");
	}

	@Test
	void findsARowByTheTypeOfTheContextWhenTheApplicationRenamedTheObservation() throws NoSuchMethodException {
		ScheduledTaskObservationContext context = new ScheduledTaskObservationContext("",
				Object.class.getMethod("toString"));
		context.setName("my.own.name");
		assertThat(rowOf(context)).isEqualTo("tasks.scheduled.execution");
	}

	@Test
	void takesAnyOtherAsItIs() {
		assertThat(this.conventions.of(named("orders.priced"))).isInstanceOf(PlainConvention.class);
		assertThat(this.conventions.of(new Observation.Context())).isInstanceOf(PlainConvention.class);
	}

	@Test
	void aConventionOfTheTypeWinsOverTheTable() {
		PlainConvention own = new PlainConvention();
		assertThat(new SpanConventions(List.of(own)).of(named("spring.batch.job"))).isSameAs(own);
	}

	@Test
	void noTwoRowsHaveTheSameName() {
		Set<String> names = ObservedTable.ROWS.stream()
			.map(KeyValueConvention::observationName)
			.collect(Collectors.toSet());
		assertThat(names).hasSameSizeAs(ObservedTable.ROWS);
	}

	private static Observation.Context named(String name) {
		Observation.Context context = new Observation.Context();
		context.setName(name);
		return context;
	}

	private String rowOf(Observation.Context context) {
		return ((KeyValueConvention) this.conventions.of(context)).observationName();
	}

}
