// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.observation;

/** Stub. */
public final class ObservationRatios {

	private ObservationRatios() {
	}

	public static void main(String[] arguments) {
	}

}
