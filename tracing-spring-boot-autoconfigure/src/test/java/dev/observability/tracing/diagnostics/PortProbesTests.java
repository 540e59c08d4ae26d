// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.diagnostics;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import dev.observability.tracing.diagnostics.PortReport.State;
import dev.observability.tracing.testing.OtlpReceiver;
import dev.observability.tracing.testing.ReceiverFault;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PortProbesTests {

	private static final CollectorAddress ONE = new CollectorAddress(false, "localhost", 1, false);

	private static final CollectorAddress OTHER = new CollectorAddress(false, "localhost", 2, false);

	private final AtomicInteger asked = new AtomicInteger();

	private final AtomicLong now = new AtomicLong();

	private final PortProbes probes = new PortProbes((address) -> {
		this.asked.incrementAndGet();
		return PortReport.closed(State.REFUSED, 0);
	}, this.now::get);

	@Test
	void asksAPortOnceInTenSecondsHoweverOftenItIsAsked() {
		for (int i = 0; i < 100; i++) {
			assertThat(this.probes.ask(List.of(ONE, ONE))).containsOnlyKeys(ONE);
		}
		assertThat(this.asked).hasValue(1);
		this.now.addAndGet(PortProbes.INTERVAL.toNanos());
		this.probes.ask(List.of(ONE));
		assertThat(this.asked).hasValue(2);
	}

	@Test
	void asksEachPort() {
		assertThat(this.probes.ask(List.of(ONE, OTHER))).containsOnlyKeys(ONE, OTHER);
		assertThat(this.asked).hasValue(2);
	}

	@Test
	void asksNoMoreThanAFew() {
		List<CollectorAddress> many = IntStream.range(1, 100)
			.mapToObj((port) -> new CollectorAddress(false, "localhost", port, false))
			.toList();
		assertThat(this.probes.ask(many)).hasSize(16);
	}

	@Test
	void thoseWhoAskAtTheSameTimeShareOneAnswer() throws Exception {
		CountDownLatch answer = new CountDownLatch(1);
		CountDownLatch begun = new CountDownLatch(1);
		PortProbes slow = new PortProbes((address) -> {
			this.asked.incrementAndGet();
			begun.countDown();
			await(answer);
			return PortReport.closed(State.REFUSED, 0);
		}, this.now::get);
		List<Map<CollectorAddress, PortReport>> answers = new CopyOnWriteArrayList<>();
		List<Thread> threads = IntStream.range(0, 8)
			.mapToObj((i) -> new Thread(() -> answers.add(slow.ask(List.of(ONE)))))
			.toList();
		threads.forEach(Thread::start);
		await(begun);
		answer.countDown();
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(answers).hasSize(8).allSatisfy((each) -> assertThat(each).containsOnlyKeys(ONE));
		assertThat(this.asked).hasValue(1);
	}

	@Test
	void aProbeThatFailsLeavesNothing() {
		PortProbes failing = new PortProbes((address) -> {
			throw new IllegalStateException();
		}, this.now::get);
		assertThat(failing.ask(List.of(ONE))).isEmpty();
	}

	@Test
	void namesTheOtherStandardPortWhereThatOneIsOpen() {
		try (OtlpReceiver closed = OtlpReceiver.start(); OtlpReceiver open = OtlpReceiver.start()) {
			closed.fault(ReceiverFault.REFUSE);
			PortProbe probe = new PortProbe(Duration.ofSeconds(5), (port) -> open.grpcPort());
			CollectorAddress address = new CollectorAddress(false, "localhost", closed.httpPort(), false);
			PortReport report = probe.probe(address);
			assertThat(report).isEqualTo(new PortReport(State.REFUSED, Set.of(), null, open.grpcPort()));
			assertThat(new PortExamination("x", address, "Connection refused").examine(report)).singleElement()
				.satisfies(
						(finding) -> assertThat(finding.seen()).contains("something does at port " + open.grpcPort()));
		}
	}

	@Test
	void sendsNothingOfTheApplication() {
		try (OtlpReceiver receiver = OtlpReceiver.start()) {
			PortProbe probe = new PortProbe(Duration.ofSeconds(5), (port) -> 0);
			probe.probe(new CollectorAddress(false, "localhost", receiver.httpPort(), false));
			assertThat(receiver.requests()).isZero();
			assertThat(receiver.otherPaths()).containsOnlyKeys("/");
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
