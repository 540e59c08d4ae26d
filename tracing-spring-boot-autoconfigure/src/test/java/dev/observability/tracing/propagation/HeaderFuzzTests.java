// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.util.List;
import java.util.Random;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Mutated headers: never an exception, never more out than the limits allow, and what
 * goes out is read back as it was.
 */
class HeaderFuzzTests {

	private static final String[] PARENTS = { "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
			"cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-03-more" };

	private static final String[] STATES = { "congo=t61rcWkgMzE,rojo=00f067aa0ba902b7", "1@2=a b , x=y,\t,z=1",
			"a=1,a=2", "ot=th:8;rv:0123456789abcd", "long=" + "x".repeat(250) + ",more=" + "y".repeat(250) + ",end=1" };

	private static final String[] BAGGAGES = { "userId=Am%C3%A9lie,serverNode=DF%2028,isProduction=false",
			"key1=value1;property1;property2, key2 = value2, key3=value3; propertyKey=propertyValue",
			"k=%FF%00%zz;p=%41", "a=" + "b".repeat(4_000) + ";p,c=" + "%41".repeat(1_300) };

	private static final String CHARACTERS = ",=;%- \t@0af_/*\\\"\u0000\r\n\u007f\u00e9\u20ac\ud83d\ufffdGZz";

	private final PropagationLosses losses = new PropagationLosses();

	private final TextMapPropagators propagators = new TextMapPropagators(this.losses);

	@Test
	void survivesMutatedHeaders() {
		fuzz(20_000, 20_261_121L);
	}

	@Test
	@Tag("long")
	void survivesAMillionMutatedHeaders() {
		fuzz(1_000_000, new Random().nextLong());
	}

	private void fuzz(int rounds, long seed) {
		Random random = new Random(seed);
		for (int round = 0; round < rounds; round++) {
			Headers headers = headers(random);
			try {
				check(headers);
			}
			catch (RuntimeException | AssertionError ex) {
				throw new AssertionError("seed %d, round %d: %s".formatted(seed, round, headers), ex);
			}
		}
		assertThat(this.losses.count(PropagationLoss.FAILED)).isZero();
		assertThat(List.of(PropagationLoss.values())).filteredOn((reason) -> reason.name().endsWith("MALFORMED"))
			.allSatisfy((reason) -> assertThat(this.losses.count(reason)).isPositive());
	}

	private void check(Headers headers) {
		Context context = this.propagators.extract(headers);
		Headers sent = this.propagators.inject(context);
		checkText(sent.get("traceparent"), 55);
		checkText(sent.get("tracestate"), 512);
		checkText(sent.get("baggage"), 8_192);
		long before = this.losses.total();
		Context again = this.propagators.extract(sent);
		assertThat(this.losses.total()).isEqualTo(before);
		SpanContext span = Span.fromContext(context).getSpanContext();
		assertThat(Span.fromContext(again).getSpanContext()).isEqualTo(span);
		assertThat(this.propagators.inject(again).get("baggage")).isEqualTo(sent.get("baggage"));
		assertThat(Baggage.fromContext(context).asMap()).containsAllEntriesOf(Baggage.fromContext(again).asMap());
	}

	private void checkText(@Nullable String header, int maxLength) {
		if (header != null) {
			assertThat(header).hasSizeBetween(1, maxLength);
			assertThat(header.chars())
				.allMatch((character) -> character >= 0x20 && character < 0x7F || character == '\t');
		}
	}

	private static Headers headers(Random random) {
		Headers headers = new Headers();
		add(headers, "traceparent", PARENTS, random, 40);
		add(headers, "tracestate", STATES, random, 3);
		add(headers, "baggage", BAGGAGES, random, 3);
		return headers;
	}

	// Rarely more than one traceparent, or nothing else would be looked at
	private static void add(Headers headers, String name, String[] seeds, Random random, int oneIn) {
		do {
			String value = seeds[random.nextInt(seeds.length)];
			int mutations = random.nextInt(4);
			for (int i = 0; i < mutations; i++) {
				value = mutate(value, random);
			}
			headers.add(name, value);
		}
		while (random.nextInt(oneIn) == 0);
	}

	private static String mutate(String value, Random random) {
		int index = random.nextInt(value.length() + 1);
		int end = Math.min(value.length(), index + 1 + random.nextInt(4));
		String before = value.substring(0, index);
		char character = (random.nextInt(20) == 0) ? (char) random.nextInt(0x10000)
				: CHARACTERS.charAt(random.nextInt(CHARACTERS.length()));
		return switch (random.nextInt(7)) {
			case 0 -> before + character + value.substring(index);
			case 1 -> before + value.substring(end);
			case 2 -> before + character + value.substring(end);
			case 3 -> before;
			case 4 -> value.substring(index) + before;
			case 5 -> before + value.substring(index, end).repeat(1 + random.nextInt(60)) + value.substring(end);
			default -> (random.nextInt(50) == 0) ? value + "," + "k=v,".repeat(random.nextInt(20_000)) + value
					: value + "," + value;
		};
	}

	/**
	 * The propagators of W3C, as they are with the default properties.
	 *
	 * @param traceContext of the trace
	 * @param baggage of baggage
	 */
	private record TextMapPropagators(TraceContextPropagator traceContext, BaggagePropagator baggage) {

		TextMapPropagators(PropagationLosses losses) {
			this(new TraceContextPropagator(512, losses), new BaggagePropagator(64, 8_192, losses));
		}

		Context extract(Headers headers) {
			Context context = this.traceContext.extract(Context.root(), headers, Headers.GETTER);
			return this.baggage.extract(context, headers, Headers.GETTER);
		}

		Headers inject(Context context) {
			Headers headers = new Headers();
			this.traceContext.inject(context, headers, Headers.SETTER);
			this.baggage.inject(context, headers, Headers.SETTER);
			return headers;
		}

	}

}
