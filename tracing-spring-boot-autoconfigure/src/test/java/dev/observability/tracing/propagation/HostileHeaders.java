// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Lines of headers that try to break a server, about 300 requests of them, and mutated
 * ones.
 */
final class HostileHeaders {

	private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

	private static final List<String> NAMES = List.of("traceparent", "tracestate", "baggage", "b3", "X-Correlation-ID",
			"X-Request-ID");

	private HostileHeaders() {
	}

	/** Each a list of header lines without their ends. */
	static List<List<String>> requests(int mutations, long seed) {
		List<List<String>> requests = new ArrayList<>();
		Random random = new Random(seed);
		for (int i = 0; i < mutations; i++) {
			requests.add(HeaderMutations.request(random)
				.allLines()
				.stream()
				.map(HostileHeaders::withoutWhatServersRefuse)
				.toList());
		}
		for (String value : values()) {
			for (String name : NAMES) {
				requests.add(List.of(name + ": " + value));
			}
			requests.add(List.of("traceparent: " + PARENT, "tracestate: " + value, "baggage: " + value));
		}
		requests.add(List.of("traceparent: " + PARENT, "traceparent: " + PARENT));
		requests.add(List.of("tracestate: a=1", "traceparent: " + PARENT, "TraceState: a=2"));
		requests.add(many("tracestate", "k%d=v"));
		requests.add(many("baggage", "k%d=v;p=%%20"));
		requests.add(many("baggage", "k=%d"));
		requests.add(many("traceparent", PARENT));
		return requests;
	}

	// Control characters end a line or the connection; the rest is no byte
	private static String withoutWhatServersRefuse(String line) {
		StringBuilder kept = new StringBuilder();
		line.chars()
			.filter((character) -> character == '\t' || character >= 0x20 && character != 0x7F && character <= 0xFF)
			.forEach((character) -> kept.append((char) character));
		return kept.toString();
	}

	// Servers take about a hundred headers
	private static List<String> many(String name, String value) {
		List<String> lines = new ArrayList<>(List.of("traceparent: " + PARENT));
		for (int i = 0; i < 80; i++) {
			lines.add(name + ": " + value.formatted(i));
		}
		return lines;
	}

	private static List<String> values() {
		List<String> values = new ArrayList<>(List.of("", ",", ",,,", "=", "==", ";", "; ;", "%", "%%", "%zz", "%C3",
				"%FF%FE", "%00", "%0d%0aEvil: 1", "%F0%9F%98%80", "a", "a=", "=a", "a=b=c", "a=b;", "a=b;;=", "a =b",
				"A=1", "@=1", "a=\u00e9", "\u00ff=\u00ff", "a=\"quoted, value\"", "a='%s%n'",
				"${jndi:ldap://127.0.0.1/a}", "<script>", "../../../etc/passwd", "00-", PARENT + "-",
				PARENT + "," + PARENT, PARENT.toUpperCase(Locale.ROOT), "ff" + PARENT.substring(2),
				"fe" + PARENT.substring(2) + "-" + "x".repeat(5_000)));
		values.add("x".repeat(65_000));
		values.add("k=v,".repeat(16_000));
		values.add(",".repeat(65_000));
		values.add("a=" + "%41".repeat(21_000));
		values.add("k=" + "=;".repeat(32_000));
		return values;
	}

}
