// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.util.Random;

/**
 * Requests whose headers were right before somebody changed a few characters of them.
 */
final class HeaderMutations {

	private static final String[] PARENTS = { "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
			"cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-03-more" };

	private static final String[] STATES = { "congo=t61rcWkgMzE,rojo=00f067aa0ba902b7", "1@2=a b , x=y,\t,z=1",
			"a=1,a=2", "ot=th:8;rv:0123456789abcd", "long=" + "x".repeat(250) + ",more=" + "y".repeat(250) + ",end=1" };

	private static final String[] BAGGAGES = { "userId=Am%C3%A9lie,serverNode=DF%2028,isProduction=false",
			"key1=value1;property1;property2, key2 = value2, key3=value3; propertyKey=propertyValue",
			"k=%FF%00%zz;p=%41", "a=" + "b".repeat(4_000) + ";p,c=" + "%41".repeat(1_300) };

	private static final String[] B3 = { "0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1",
			"0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-d-5b4185666d50f68b", "8448eb211c80319c-b7ad6b7169203331",
			"0" };

	private static final String[] TRACE_IDS = { "0af7651916cd43dd8448eb211c80319c", "8448eb211c80319c" };

	private static final String[] SPAN_IDS = { "b7ad6b7169203331" };

	private static final String[] FLAGS = { "1", "0", "d", "true" };

	private static final String[] CORRELATION_IDS = { "order-4711", "b1a7f6f0-8f3c-4c1c-9c5e-0c7d3b8f4a11",
			"Root:1-67891233-abcdef012345678912345678", "x".repeat(128), "" };

	private static final String CHARACTERS = ",=;%- \t@0af_/*\\\"\u0000\r\n\u007f\u00e9\u20ac\ud83d\ufffdGZz";

	private HeaderMutations() {
	}

	static Headers request(Random random) {
		Headers headers = new Headers();
		add(headers, "tracestate", STATES, random, 3);
		add(headers, "baggage", BAGGAGES, random, 3);
		add(headers, (random.nextInt(3) == 0) ? "X-Request-ID" : "X-Correlation-ID", CORRELATION_IDS, random, 4);
		// Rarely more than one traceparent, or nothing else would be looked at
		if (random.nextInt(4) > 0) {
			add(headers, "traceparent", PARENTS, random, 40);
		}
		if (random.nextInt(3) == 0) {
			add(headers, "b3", B3, random, 10);
		}
		if (random.nextInt(3) == 0) {
			add(headers, "X-B3-TraceId", TRACE_IDS, random, 20);
			add(headers, "X-B3-SpanId", SPAN_IDS, random, 20);
			add(headers, (random.nextInt(5) == 0) ? "X-B3-Flags" : "X-B3-Sampled", FLAGS, random, 20);
		}
		return headers;
	}

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

}
