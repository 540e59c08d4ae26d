// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.queue;

import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class QueueWorkTests {

	@ParameterizedTest
	@EnumSource
	void everySpanArrives(QueueVariant variant) {
		try (QueueWork work = new QueueWork(variant)) {
			for (int i = 0; i < 1500; i++) {
				work.run();
			}
			// The SDK's processor may miss a flush that is asked for while another ends
			Awaitility.await().untilAsserted(() -> assertThat(work.exported()).isEqualTo(1500));
		}
	}

}
