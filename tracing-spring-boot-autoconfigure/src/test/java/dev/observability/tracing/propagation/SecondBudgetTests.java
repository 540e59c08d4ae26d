// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SecondBudgetTests {

	private static final long SECOND = 1_000_000_000;

	/** Clocks of machines may be negative, and pass zero. */
	private final AtomicLong nanos = new AtomicLong(-SECOND / 2);

	@Test
	void givesSoManyInASecondAndAsManyInTheNext() {
		SecondBudget budget = new SecondBudget(2, this.nanos::get);
		assertThat(budget.take()).isTrue();
		assertThat(budget.take()).isTrue();
		assertThat(budget.take()).isFalse();
		this.nanos.addAndGet(SECOND - 1);
		assertThat(budget.take()).isFalse();
		this.nanos.addAndGet(1);
		assertThat(budget.take()).isTrue();
		assertThat(budget.take()).isTrue();
		assertThat(budget.take()).isFalse();
	}

	@Test
	void savesNothingUp() {
		SecondBudget budget = new SecondBudget(1, this.nanos::get);
		this.nanos.addAndGet(100 * SECOND);
		assertThat(budget.take()).isTrue();
		assertThat(budget.take()).isFalse();
	}

	@Test
	void zeroGivesNothing() {
		assertThat(new SecondBudget(0, this.nanos::get).take()).isFalse();
	}

	@Test
	void theMostIsTheMost() {
		SecondBudget budget = new SecondBudget(SecondBudget.MAX_PER_SECOND, this.nanos::get);
		int taken = 0;
		while (budget.take()) {
			taken++;
		}
		assertThat(taken).isEqualTo(SecondBudget.MAX_PER_SECOND);
	}

	@Test
	void threadsTogetherTakeNoMore() throws InterruptedException {
		SecondBudget budget = new SecondBudget(1_000, this.nanos::get);
		AtomicInteger taken = new AtomicInteger();
		CountDownLatch start = new CountDownLatch(1);
		ExecutorService threads = Executors.newFixedThreadPool(4);
		for (int i = 0; i < 4; i++) {
			threads.execute(() -> {
				awaitQuietly(start);
				for (int j = 0; j < 1_000; j++) {
					if (budget.take()) {
						taken.incrementAndGet();
					}
				}
			});
		}
		start.countDown();
		threads.shutdown();
		assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
		assertThat(taken).hasValue(1_000);
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
