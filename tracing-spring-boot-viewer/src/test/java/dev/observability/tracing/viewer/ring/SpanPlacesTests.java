// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.ring;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

import dev.observability.tracing.viewer.trace.SpanRecord;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SpanPlaces}.
 */
class SpanPlacesTests {

	private static final int MANY = 10_000;

	private final List<SpanRecord> spans = new ArrayList<>();

	private final SpanPlaces places = new SpanPlaces(this.spans);

	private static SpanRecord span(long id, long startMillis) {
		return Spans.of(1).span(id, 0, "span", startMillis, startMillis + 1, 0);
	}

	private void add(SpanRecord span) {
		this.spans.add(span);
		this.places.added();
	}

	private void assertFound(LongUnaryOperator ids) {
		for (int i = 0; i < MANY; i++) {
			SpanRecord span = span(ids.applyAsLong(i), i);
			assertThat(this.places.contains(span)).isFalse();
			add(span);
		}
		for (SpanRecord span : this.spans) {
			assertThat(this.places.contains(span)).isTrue();
		}
	}

	@Test
	void randomSpansAreFoundAgain() {
		RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(42);
		assertFound((i) -> random.nextLong());
	}

	@Test
	void spansThatAreCountedAreFoundAgain() {
		assertFound((i) -> 1 + i);
	}

	@Test
	void spansThatDifferInTheirFirstDigitsAreFoundAgain() {
		assertFound((i) -> 1 + i << 48);
	}

	@Test
	void idsThatFallTogetherAreNotLookedAtForLong() {
		for (int i = 0; i < MANY; i++) {
			// Equal for the table
			add(span(Long.rotateLeft(i * 1_000_000L, Integer.SIZE), i));
		}
		assertThat(this.spans.stream().filter(this.places::contains)).hasSize(32);
	}

}
