// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.metrics;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class ObservationMetersBenchmarkTests {

	@ParameterizedTest
	@EnumSource
	void eachVariantRecordsWhatItSays(MetersVariant variant) {
		try (ObservedRequest request = new ObservedRequest(variant)) {
			for (int i = 0; i < 10; i++) {
				request.run();
			}
			assertThat(request.count()).isEqualTo((variant == MetersVariant.EMPTY) ? 0 : 10);
		}
	}

}
