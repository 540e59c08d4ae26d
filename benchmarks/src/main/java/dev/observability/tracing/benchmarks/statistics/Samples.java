// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.statistics;

import java.util.Arrays;

/**
 * Figures of a few measured values.
 */
public final class Samples {

	private Samples() {
	}

	public static double mean(double[] values) {
		return Arrays.stream(values).average().orElse(Double.NaN);
	}

	public static double median(double[] values) {
		return quantile(values, 0.5);
	}

	/**
	 * The value below which a share of the values is, interpolated.
	 * @param values in any order
	 * @param share 0 to 1
	 * @return the value, not a number if there are none
	 */
	public static double quantile(double[] values, double share) {
		if (values.length == 0) {
			return Double.NaN;
		}
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		double position = share * (sorted.length - 1);
		int below = (int) position;
		int above = Math.min(below + 1, sorted.length - 1);
		return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
	}

	public static double[] minus(double[] values, double[] others) {
		double[] result = new double[values.length];
		for (int i = 0; i < result.length; i++) {
			result[i] = values[i] - others[i];
		}
		return result;
	}

	/**
	 * How two rows of values vary together.
	 * @param one values
	 * @param other as many
	 * @return the covariance of the sample; the variance, if both are the same
	 */
	public static double covariance(double[] one, double[] other) {
		double meanOne = mean(one);
		double meanOther = mean(other);
		double sum = 0;
		for (int i = 0; i < one.length; i++) {
			sum += (one[i] - meanOne) * (other[i] - meanOther);
		}
		return sum / (one.length - 1);
	}

	/**
	 * The one-sided upper bound of the mean.
	 * @param values two or more
	 * @return what the mean does not exceed with 95 % confidence
	 */
	public static double upperBound(double[] values) {
		return mean(values)
				+ AddedCost.student(values.length - 1) * Math.sqrt(covariance(values, values) / values.length);
	}

}
