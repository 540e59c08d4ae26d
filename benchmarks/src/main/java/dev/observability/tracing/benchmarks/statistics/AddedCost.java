// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.statistics;

/**
 * The ratio of two costs, each taken as the difference to the same base in the same
 * round: what one adds, divided by what the other adds.
 * <p>
 * The ratio is that of the means, because a quotient per round has no mean when the
 * divisor comes near zero. Its bound is Fieller's: the greatest ratio r for which the
 * differences {@code one - r * other} are not below zero with 95 % confidence by
 * Student's test on pairs.
 *
 * @param ratio of the means
 * @param upperBound one-sided, 95 %; infinite if the other cost may as well be zero, or
 * if there are fewer than two rounds
 */
public record AddedCost(double ratio, double upperBound) {

	// Student's t, one-sided 95 %, for 1 to 30 degrees of freedom
	private static final double[] STUDENT = { 6.314, 2.920, 2.353, 2.132, 2.015, 1.943, 1.895, 1.860, 1.833, 1.812,
			1.796, 1.782, 1.771, 1.761, 1.753, 1.746, 1.740, 1.734, 1.729, 1.725, 1.721, 1.717, 1.714, 1.711, 1.708,
			1.706, 1.703, 1.701, 1.699, 1.697 };

	/**
	 * Compares two variants by what they add.
	 * @param one the variant's values, one per round
	 * @param oneBase what it is added to, same rounds
	 * @param other the values of what it is compared with, same rounds
	 * @param otherBase what that is added to, same rounds
	 * @return the ratio with its bound
	 */
	public static AddedCost of(double[] one, double[] oneBase, double[] other, double[] otherBase) {
		return ratio(Samples.minus(one, oneBase), Samples.minus(other, otherBase));
	}

	/**
	 * Compares paired values.
	 * @param above the numerators, one per round
	 * @param below the denominators, same rounds
	 * @return the ratio with its bound
	 */
	public static AddedCost ratio(double[] above, double[] below) {
		double ratio = Samples.mean(above) / Samples.mean(below);
		int rounds = above.length;
		if (rounds < 2) {
			return new AddedCost(ratio, Double.POSITIVE_INFINITY);
		}
		double t = student(rounds - 1);
		double factor = t * t / rounds;
		double meanAbove = Samples.mean(above);
		double meanBelow = Samples.mean(below);
		double a = meanBelow * meanBelow - factor * Samples.covariance(below, below);
		double b = meanAbove * meanBelow - factor * Samples.covariance(above, below);
		double c = meanAbove * meanAbove - factor * Samples.covariance(above, above);
		if (a <= 0 || meanBelow <= 0) {
			return new AddedCost(ratio, Double.POSITIVE_INFINITY);
		}
		// Rounding may bring a root of zero below it
		return new AddedCost(ratio, (b + Math.sqrt(Math.max(0, b * b - a * c))) / a);
	}

	public static double student(int degreesOfFreedom) {
		return STUDENT[Math.min(degreesOfFreedom, STUDENT.length) - 1];
	}

}
