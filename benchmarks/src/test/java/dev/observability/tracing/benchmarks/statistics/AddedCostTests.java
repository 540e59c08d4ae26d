// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.statistics;

import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class AddedCostTests {

	@Test
	void exactValuesHaveTheirRatioAsBound() {
		AddedCost cost = AddedCost.of(new double[] { 14, 24, 34 }, new double[] { 10, 20, 30 },
				new double[] { 18, 28, 38 }, new double[] { 10, 20, 30 });
		assertThat(cost.ratio()).isEqualTo(0.5);
		assertThat(cost.upperBound()).isCloseTo(0.5, within(1e-6));
	}

	@Test
	void boundIsThatOfStudentWhenTheDivisorIsExact() {
		double[] above = { 0.7, 0.9, 0.8, 1.0, 0.6 };
		AddedCost cost = AddedCost.ratio(above, new double[] { 1, 1, 1, 1, 1 });
		assertThat(cost.upperBound()).isCloseTo(Samples.upperBound(above), within(1e-9));
		// 0.8 + 2.132 * 0.15811 / sqrt(5), by hand
		assertThat(cost.upperBound()).isCloseTo(0.95075, within(1e-4));
	}

	@Test
	void boundIsInfiniteWhenTheDivisorMayBeZero() {
		AddedCost cost = AddedCost.ratio(new double[] { 1, 2, 1 }, new double[] { 1, -1, 0.5 });
		assertThat(cost.upperBound()).isInfinite();
	}

	@Test
	void boundIsInfiniteForOneRound() {
		assertThat(AddedCost.ratio(new double[] { 1 }, new double[] { 2 }).upperBound()).isInfinite();
	}

	@Test
	void boundIsInfiniteWhenTheOtherIsCheaperThanItsBase() {
		AddedCost cost = AddedCost.ratio(new double[] { 1, 1, 1 }, new double[] { -2, -2, -2 });
		assertThat(cost.upperBound()).isInfinite();
	}

	@Test
	void boundHoldsInNineteenOfTwentyExperiments() {
		Random random = new Random(7);
		int experiments = 4000;
		int held = 0;
		for (int i = 0; i < experiments; i++) {
			double[][] rows = new double[3][10];
			for (int round = 0; round < 10; round++) {
				// What disturbs a round disturbs all of it
				double base = 40 + 5 * random.nextGaussian();
				rows[0][round] = base;
				rows[1][round] = base + 8 + 2 * random.nextGaussian();
				rows[2][round] = base + 10 + 2 * random.nextGaussian();
			}
			held += (AddedCost.of(rows[1], rows[0], rows[2], rows[0]).upperBound() >= 0.8) ? 1 : 0;
		}
		assertThat((double) held / experiments).isBetween(0.935, 0.965);
	}

	@Test
	void quantilesAreInterpolated() {
		double[] values = { 4, 1, 3, 2 };
		assertThat(Samples.median(values)).isEqualTo(2.5);
		assertThat(Samples.quantile(values, 1)).isEqualTo(4);
		assertThat(Samples.quantile(values, 0)).isEqualTo(1);
		assertThat(Samples.median(new double[0])).isNaN();
	}

}
