// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.application;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import dev.observability.tracing.benchmarks.statistics.AddedCost;
import dev.observability.tracing.benchmarks.statistics.Samples;
import dev.observability.tracing.testing.ReceivedSpan;
import dev.observability.tracing.testing.ReceiverFault;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application under load whose collector misbehaves. The tests hold that every request
 * is answered with 200, that every span arrives or is counted, and that nothing grows;
 * the long form also prints how fast the answers are, which is compared and not asserted.
 */
class CollectorFaultTests {

	private static final Log logger = LogFactory.getLog(CollectorFaultTests.class);

	private static final int PER_SECOND = 500;

	// Twice with a collector that is well: the second shows the noise
	private static final int WELL_AGAIN = -1;

	private static final int ROUNDS = 12;

	private static final long MEGABYTE = 1 << 20;

	/** What hangs is waited for ten seconds otherwise. */
	private static final String QUICK_TIMEOUT = "--management.opentelemetry.tracing.export.otlp.timeout=2s";

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path folder;

	@ParameterizedTest
	@ValueSource(strings = { "http", "grpc" })
	void noRequestFailsAndEverySpanIsAccountedFor(String transport) throws Exception {
		try (FaultySubject subject = new FaultySubject(transport, this.folder, QUICK_TIMEOUT)) {
			for (ReceiverFault fault : List.of(ReceiverFault.REFUSE, ReceiverFault.HANG, ReceiverFault.GARBAGE,
					ReceiverFault.NONE)) {
				turn(subject, fault, Duration.ofMillis(300));
			}
			assertThat(subject.settle().exported()).isPositive();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "http", "grpc" })
	@Tag("long")
	@Timeout(value = 60, unit = TimeUnit.MINUTES)
	void answersAreAsFastAsWithACollectorThatIsWell(String transport) throws Exception {
		try (FaultySubject subject = new FaultySubject(transport, this.folder)) {
			subject.load(Duration.ofSeconds(30), PER_SECOND);
			Map<Integer, List<Load>> loads = new TreeMap<>();
			List<Integer> order = new ArrayList<>(List.of(WELL_AGAIN));
			Arrays.stream(ReceiverFault.values()).map(Enum::ordinal).forEach(order::add);
			Random random = new Random(1);
			long mostBytes = 0;
			for (int round = 0; round < ROUNDS; round++) {
				Collections.shuffle(order, random);
				for (int each : order) {
					ReceiverFault fault = ReceiverFault.values()[Math.max(0, each)];
					Turn turn = turn(subject, fault, Duration.ofMillis(2500));
					loads.computeIfAbsent(each, (key) -> new ArrayList<>()).add(turn.load());
					mostBytes = Math.max(mostBytes, turn.bytes());
				}
			}
			report(transport, loads);
			logger.info("At most " + mostBytes / 1024 + " KiB waited; " + subject.account().lostByReason());
		}
	}

	/**
	 * One slice of load while the collector does something, until it is well again and
	 * all spans are settled.
	 */
	private static Turn turn(FaultySubject subject, ReceiverFault fault, Duration slice) {
		SpanAccount before = subject.settle();
		subject.receiver().clear();
		subject.fault(fault);
		subject.load(slice.dividedBy(4), PER_SECOND);
		Load load = subject.load(slice, PER_SECOND);
		SpanAccount account = subject.account();
		long bytes = account.queuedBytes();
		assertThat(bytes).as("%s: what waits", fault).isLessThanOrEqualTo(account.queueBytes());
		subject.fault(ReceiverFault.NONE);
		SpanAccount after = subject.settle();
		long arrived = subject.receiver().spans().stream().map(ReceivedSpan::spanId).distinct().count();
		assertThat(after.exported() - before.exported()).as("%s", fault).isEqualTo(arrived);
		assertThat(after.ended() - before.ended()).as("%s: %s", fault, after.lostByReason())
			.isEqualTo(arrived + after.lost() - before.lost())
			.isGreaterThanOrEqualTo(4L * load.requests());
		return new Turn(load, bytes);
	}

	private static void report(String transport, Map<Integer, List<Load>> loads) {
		double[] well = p99(loads, ReceiverFault.NONE.ordinal());
		StringBuilder table = new StringBuilder("\n| " + transport
				+ " | p50 ms | p99 ms, mean of rounds | to a collector that is well | upper 95 % |\n|---|---|---|---|---|\n");
		loads.forEach((each, rounds) -> {
			double[] values = p99(loads, each);
			AddedCost ratio = AddedCost.ratio(values, well);
			table.append(String.format(Locale.ROOT, "| %s | %.2f | %.2f | %.2f | %.2f |%n",
					(each == WELL_AGAIN) ? "NONE, again (noise)" : ReceiverFault.values()[each],
					Samples.median(rounds.stream().mapToDouble((load) -> load.quantile(0.5)).toArray()),
					Samples.mean(values), ratio.ratio(), ratio.upperBound()));
		});
		logger.info(table);
	}

	private static double[] p99(Map<Integer, List<Load>> loads, int each) {
		return loads.getOrDefault(each, List.of()).stream().mapToDouble((load) -> load.quantile(0.99)).toArray();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http", "grpc" })
	@Tag("long")
	@Timeout(value = 30, unit = TimeUnit.MINUTES)
	void nothingGrowsInTenMinutes(String transport) throws Exception {
		try (FaultySubject subject = new FaultySubject(transport, this.folder)) {
			List<Held> held = new ArrayList<>();
			int nonsense = 0;
			for (int minute = 0; minute < 10; minute++) {
				long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
				for (int i = minute; System.nanoTime() < end; i++) {
					ReceiverFault fault = ReceiverFault.values()[i % ReceiverFault.values().length];
					turn(subject, fault, Duration.ofSeconds(4));
					// Of each such change the JDK's client keeps a socket, before 21
					nonsense += (transport.equals("http") && fault == ReceiverFault.BAD_TLS) ? 1 : 0;
				}
				SpanAccount account = subject.settle();
				held.add(new Held(subject.heapBytes(), account.threads(), account.openFiles() - nonsense,
						account.ended(), account.lost()));
				logger.info(transport + ", minute " + (minute + 1) + ": " + held.get(minute));
			}
			// Caches and the compiler have theirs after two minutes
			Held early = Held.least(held.subList(2, 5));
			Held late = Held.least(held.subList(7, 10));
			assertThat(late.bytes()).isLessThan(early.bytes() + 2 * MEGABYTE);
			assertThat(late.threads()).isLessThanOrEqualTo(early.threads() + 2);
			assertThat(late.files()).isLessThanOrEqualTo(early.files() + 2);
		}
	}

	/**
	 * What one slice showed.
	 *
	 * @param load its answers
	 * @param bytes that waited for the collector at its end
	 */
	private record Turn(Load load, long bytes) {

	}

	/**
	 * What the application holds.
	 *
	 * @param bytes of heap after a collection
	 * @param threads that live
	 * @param files that are open, sockets among them, without those of the JDK's client
	 * that are known
	 * @param ended spans so far
	 * @param lost of them
	 */
	private record Held(long bytes, long threads, long files, long ended, long lost) {

		static Held least(List<Held> several) {
			return new Held(several.stream().mapToLong(Held::bytes).min().orElseThrow(),
					several.stream().mapToLong(Held::threads).min().orElseThrow(),
					several.stream().mapToLong(Held::files).min().orElseThrow(), 0, 0);
		}

		@Override
		public String toString() {
			return String.format(Locale.ROOT, "%.1f MB of heap, %d threads, %d files; %d spans, %d lost",
					(double) this.bytes / MEGABYTE, this.threads, this.files, this.ended, this.lost);
		}

	}

}
