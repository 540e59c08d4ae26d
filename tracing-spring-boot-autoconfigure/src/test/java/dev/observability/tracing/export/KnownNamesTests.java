// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KnownNames} and {@link KnownKeys}.
 */
@ExtendWith(OutputCaptureExtension.class)
class KnownNamesTests {

	private static final int THREADS = 8;

	private final KnownNames names = new KnownNames(50);

	private final KnownKeys keys = new KnownKeys(50, 255);

	@Test
	void admitNoMoreNamesThanAllowedOnManyThreads() throws Exception {
		long admitted = admitted((i) -> admit("scope", SpanKind.INTERNAL, "order " + i));
		assertThat(admitted).isBetween(50L, 50L + THREADS);
	}

	@Test
	void admitNoMoreKeysThanAllowedOnManyThreads() throws Exception {
		long admitted = admitted((i) -> this.keys.admits(AttributeKey.longKey("order." + i)));
		assertThat(admitted).isBetween(50L, 50L + THREADS);
		assertThat((long) this.keys.size()).isEqualTo(admitted);
	}

	@Test
	void admitAllThatIsKnownHoweverOften() {
		assertThat(IntStream.range(0, 100_000)).allMatch((i) -> admit("scope", SpanKind.SERVER, "GET /" + i % 50)
				&& this.keys.admits(AttributeKey.stringKey("key" + i % 50)));
	}

	@Test
	void boundTheNamesOfAllScopesTogether(CapturedOutput output) {
		long admitted = IntStream.range(0, 100_000)
			.filter((i) -> admit("scope " + i, SpanKind.CLIENT, "n" + i))
			.count();
		assertThat(admitted).as("of 100 scopes, and 50 of all others").isEqualTo(150);
		KnownNames others = new KnownNames(50);
		assertThat(IntStream.range(0, 100_000)
			.filter((i) -> others.admit(InstrumentationScopeInfo.create("scope " + i % 90), SpanKind.CLIENT, "n" + i))
			.count()).isEqualTo(500);
		assertThat(output.getOut().lines().filter((line) -> line.contains("more than 500 distinct names in all")))
			.hasSize(1);
	}

	@Test
	void keepRoomForKeysOfTheConventions() {
		IntStream.range(0, 1000).forEach((i) -> this.keys.admits(AttributeKey.longKey("order." + i)));
		assertThat(List.of("error.type", "exception.message", "http.route", "db.query.text", "job.name", "error"))
			.allMatch((key) -> this.keys.admits(AttributeKey.stringKey(key)));
		long conventions = IntStream.range(0, 1000)
			.filter((i) -> this.keys.admits(AttributeKey.stringKey("http.request.header.x" + i)))
			.count();
		assertThat(conventions).isEqualTo(50 - 6);
	}

	@Test
	void warnOnceForEachScopeAndKindAndNameNoSecret(CapturedOutput output) {
		KnownNames few = new KnownNames(1);
		for (String scope : List.of("one", "two")) {
			InstrumentationScopeInfo info = InstrumentationScopeInfo.create(scope);
			IntStream.range(0, 100)
				.forEach((i) -> few.admit(info, SpanKind.INTERNAL,
						"GET http://u:secret@h/" + i + "?a=b\n2026 ERROR made up \u2028 " + "x".repeat(1000)));
		}
		List<String> warnings = output.getOut().lines().filter((line) -> line.contains("Spans are called")).toList();
		assertThat(warnings).hasSize(2).allSatisfy((line) -> assertThat(line).hasSizeLessThan(600));
		assertThat(output.getOut()).contains("first 'GET http://REDACTED:REDACTED@h/1?a=REDACTED?2026 ERROR")
			.contains("'observability.tracing.export.limits.span-names' is the limit")
			.doesNotContain("secret")
			.doesNotContain("\n2026 ERROR made up");
	}

	@Test
	void warnOnceOfKeys(CapturedOutput output) {
		IntStream.range(0, 1000).forEach((i) -> this.keys.admits(AttributeKey.longKey("order.\n" + i)));
		assertThat(output.getOut().lines().filter((line) -> line.contains("Attributes are dropped"))).singleElement()
			.asString()
			.contains("first 'order.?50'")
			.contains("more than 50 distinct keys, or the key is longer than 255 characters")
			.contains("'observability.tracing.export.limits.attribute-keys'")
			.contains("'observability.tracing.export.limits.name-length'");
	}

	private boolean admit(String scope, SpanKind kind, String name) {
		return this.names.admit(InstrumentationScopeInfo.create(scope), kind, name);
	}

	// Of 80 000 different ones, all threads at the same
	private static long admitted(IntPredicate admits) throws Exception {
		LongAdder admitted = new LongAdder();
		CountDownLatch start = new CountDownLatch(1);
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		List<? extends Future<?>> work = IntStream.range(0, THREADS).mapToObj((thread) -> threads.submit(() -> {
			start.await();
			for (int i = 0; i < 10_000; i++) {
				if (admits.test(10_000 * thread + i)) {
					admitted.increment();
				}
			}
			return null;
		})).toList();
		start.countDown();
		for (Future<?> each : work) {
			each.get(60, TimeUnit.SECONDS);
		}
		threads.shutdown();
		return admitted.sum();
	}

}
