// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.traced;

import java.io.IOException;
import java.util.ConcurrentModificationException;
import java.util.EmptyStackException;
import java.util.InputMismatchException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TracedTimerTests {

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final TracedTimer timer = new TracedTimer(() -> this.registry, "Orders.pay", () -> 16);

	@Test
	void exceptionsBeyondTheBoundShareOneTimer() {
		List<Throwable> errors = List.of(new IllegalStateException(), new IllegalArgumentException(),
				new NullPointerException(), new ArithmeticException(), new ClassCastException(),
				new IndexOutOfBoundsException(), new NegativeArraySizeException(), new ArrayStoreException(),
				new UnsupportedOperationException(), new ConcurrentModificationException(),
				new NoSuchElementException(), new InputMismatchException(), new EmptyStackException(),
				new NumberFormatException(), new SecurityException(), new CancellationException(),
				new RejectedExecutionException(), new TimeoutException(), new IOException());
		for (int round = 0; round < 2; round++) {
			errors.forEach((error) -> this.timer.record(1, error));
		}
		assertThat(this.registry.find(TracedTimer.NAME).timers()).hasSize(17);
		assertThat(count("IllegalStateException")).isEqualTo(2);
		assertThat(count("CancellationException")).isEqualTo(2);
		assertThat(count("other")).isEqualTo(6);
	}

	@Test
	void anAnonymousExceptionHasNoNameOfItsOwn() {
		this.timer.record(1, new IllegalStateException() {
		});
		assertThat(count("other")).isOne();
	}

	private long count(String error) {
		return this.registry.get(TracedTimer.NAME).tags("name", "Orders.pay", "error", error).timer().count();
	}

}
