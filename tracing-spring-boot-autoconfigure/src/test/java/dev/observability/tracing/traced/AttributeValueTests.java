// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Array;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class AttributeValueTests {

	@ParameterizedTest
	@ValueSource(classes = { int.class, Integer.class })
	void ofAHugeArrayOnlyWhatIsKeptIsCopied(Class<?> type) {
		com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
		Object array = Array.newInstance(type, 1_000_000);
		for (int i = 0; i < 200; i++) {
			Array.set(array, i, i);
		}
		AttributeValue.of(array);
		long before = threads.getCurrentThreadAllocatedBytes();
		Object value = AttributeValue.of(array);
		assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(100_000);
		assertThat(value).asInstanceOf(InstanceOfAssertFactories.list(Long.class))
			.hasSize(AttributeValue.MAX_ELEMENTS)
			.startsWith(0L, 1L)
			.endsWith(127L);
	}

}
