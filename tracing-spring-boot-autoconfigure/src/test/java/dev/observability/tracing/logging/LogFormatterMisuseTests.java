// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What applications hand to a logger that they should not: each is a whole line of JSON
 * in the end.
 */
class LogFormatterMisuseTests {

	@Test
	void valuesThatFailBecomeATextThatSaysSo() {
		assertThat(value(new FailingValue())).isEqualTo("\"[FAILED java.lang.UnsupportedOperationException]\"");
		assertThat(value(List.<Object>of(1, new FailingValue())))
			.isEqualTo("\"[FAILED java.lang.UnsupportedOperationException]\"");
		assertThat(value(new FailingValue(new AssertionError("no"))))
			.isEqualTo("\"[FAILED java.lang.AssertionError]\"");
		List<Object> itself = new ArrayList<>();
		itself.add(itself);
		assertThat(value(itself)).contains("(this Collection)");
		assertThat(new LogEvents(LogFormat.LOGSTASH).log("{}", new FailingValue()).get("message").asString())
			.contains("FAILED toString()");
	}

	@ParameterizedTest
	@EnumSource(names = { "LOGSTASH", "ECS", "OTEL" })
	void errorOfAToStringStaysInItsField(LogFormat format) {
		LogEvents events = new LogEvents(format);
		LoggingEvent event = events.event(Level.INFO, "m {}", null, new FailingValue(new AssertionError("no")));
		event.addKeyValuePair(new KeyValuePair("bad", new FailingValue(new LinkageError("no"))));
		event.addKeyValuePair(new KeyValuePair("good", 1));
		assertThat(LogEvents.texts(LogEvents.fields(format, events.write(event))))
			.containsEntry("bad", "[FAILED java.lang.LinkageError]")
			.containsEntry("good", "1");
	}

	@Test
	void circularAndDeepCausesEnd() {
		Exception first = new IllegalStateException("first");
		Exception second = new IllegalStateException("second", first);
		first.initCause(second);
		second.addSuppressed(first);
		assertThat(stackTrace(first)).contains("Caused by: java.lang.IllegalStateException: second",
				"CIRCULAR REFERENCE");
		Throwable deep = new IllegalStateException("0");
		for (int i = 1; i < 300; i++) {
			deep = new IllegalStateException(Integer.toString(i), deep);
		}
		assertThat(stackTrace(deep)).contains("Caused by: java.lang.IllegalStateException: 250")
			.hasSizeLessThan(33_000);
		assertThat(stackTrace(deep, 1_000_000)).contains("\nCaused by: [MORE THAN 100 EXCEPTIONS]\n")
			.doesNotContain("CIRCULAR");
	}

	@Test
	void eventsThatCannotBeReadAreWrittenInShort() {
		LogEvents events = new LogEvents(LogFormat.LOGSTASH);
		LoggingEvent event = new LoggingEvent() {

			@Override
			public String getFormattedMessage() {
				throw new IllegalStateException("http://u:secret@h/");
			}

		};
		event.setLevel(Level.WARN);
		event.setMessage("the message");
		assertThat(LogEvents.texts(events.write(event))).containsEntry("level", "WARN")
			.containsEntry("message", "the message")
			.containsEntry("logging_failure", "java.lang.IllegalStateException");
	}

	@ParameterizedTest
	@EnumSource(names = { "LOGSTASH", "ECS", "OTEL" })
	void shortLinesHaveTimeAndIdsUnderTheNamesOfTheFormat(LogFormat format) {
		LoggingEvent event = new UnreadableEvent(false);
		JsonNode line = new LogEvents(format).write(event);
		String trace = (format == LogFormat.ECS) ? "trace.id" : "trace_id";
		String span = (format == LogFormat.ECS) ? "span.id" : "span_id";
		String time = (format == LogFormat.OTEL) ? "timestamp" : "@timestamp";
		assertThat(LogEvents.texts(line)).containsEntry(trace, "4bf92f3577b34da6a3ce929d0e0e4736")
			.containsEntry(span, "00f067aa0ba902b7")
			.containsEntry("trace_flags", "01")
			.containsEntry("correlation_id", "order-4711")
			.containsEntry(time, "2026-01-31T12:00:00.123456Z");
		assertThat(LogEvents.message(format, line)).isEqualTo("calling http://REDACTED:REDACTED@h/");
		assertThat(LogEvents.texts(LogEvents.fields(format, line)))
			.containsEntry("logging_failure", "java.lang.AssertionError")
			.doesNotContainKey("tenant");
		assertThat(line.toString()).contains("com.example.Orders", "worker-1", "WARN").doesNotContain("secret");
	}

	@ParameterizedTest
	@EnumSource(names = { "LOGSTASH", "ECS", "OTEL" })
	void eventsOfWhichNothingCanBeReadAreStillALine(LogFormat format) {
		JsonNode line = new LogEvents(format).write(new UnreadableEvent(true));
		assertThat(LogEvents.texts(LogEvents.fields(format, line))).containsEntry("logging_failure",
				"java.lang.AssertionError");
	}

	@ParameterizedTest
	@EnumSource(names = { "LOGSTASH", "ECS", "OTEL" })
	void markersOfTheApplicationMayReferToEachOtherAndToMany(LogFormat format) {
		List<Marker> markers = new ArrayList<>();
		for (int i = 0; i < 40; i++) {
			markers.add(new OwnMarker("M" + i).refer(markers));
		}
		JsonNode line = new LogEvents(format).marked(markers.get(0));
		assertThat(line.toString()).contains("\"M0\"", "\"M1\"", "\"M39\"");
	}

	@Test
	void markersMayHaveReferencesWithoutEnd() {
		Marker same = new OwnMarker("SAME");
		assertThat(new LogEvents(LogFormat.LOGSTASH).marked(new OwnMarker("END").refer(endless(same))).get("tags"))
			.hasToString("[\"END\",\"SAME\"]");
		OwnMarker nested = new OwnMarker("NESTED");
		for (int i = 0; i < 100_000; i++) {
			nested = new OwnMarker("NESTED" + i).refer(List.of(nested));
		}
		assertThat(new LogEvents(LogFormat.LOGSTASH).marked(nested).get("tags")).hasSize(64);
	}

	@Test
	void collectionsDeeperThanFourAreTexts() {
		assertThat(value(List.of(List.of(List.of(List.of(List.of(1))))))).isEqualTo("[[[[\"[1]\"]]]]");
		assertThat(value(Map.of("a", Map.of("b", Map.of("c", Map.of("d", Map.of("url", "http://u:secret@h/")))))))
			.isEqualTo("{\"a\":{\"b\":{\"c\":{\"d\":\"{url=http://REDACTED:REDACTED@h/}\"}}}}");
		Object[] array = { 1 };
		for (int i = 0; i < 100; i++) {
			array = new Object[] { array };
		}
		assertThat(value(array)).startsWith("[[[[\"[Ljava.lang.Object;@");
	}

	@Test
	void keysOfMapsMayBeMissingAndEqualAsTexts() {
		Map<@Nullable Object, Object> map = new HashMap<>();
		map.put(null, 1);
		assertThat(value(map)).isEqualTo("{\"null\":1}");
		map.put("null", 2);
		assertThat(value(map)).isIn("{\"null\":1}", "{\"null\":2}");
		assertThat(value(Map.of(new FailingValue(), 1))).contains("FAILED");
	}

	@Test
	void hugeCollectionsAreCut() {
		assertThat(new LogEvents(LogFormat.LOGSTASH).keyValue("k", Collections.nCopies(Integer.MAX_VALUE, 7)).get("k"))
			.hasSize(128);
		assertThat(new LogEvents(LogFormat.LOGSTASH).keyValue("k", new int[1_000_000]).get("k")).hasSize(128);
		List<Object> wide = Collections.nCopies(128, "x".repeat(10_000));
		assertThat(value(Collections.nCopies(128, wide)).length()).isLessThan(300_000);
		assertThat(new LogEvents(LogFormat.LOGSTASH).keyValue("k", new EndlessList()).get("k")).hasSize(128);
	}

	@Test
	void numbersOfAnySizeAreJson() {
		LogEvents events = new LogEvents(LogFormat.LOGSTASH);
		LoggingEvent event = events.event(Level.INFO, "m", null);
		event.addKeyValuePair(new KeyValuePair("k", new BigDecimal("12345678901234567890.123456789")));
		assertThat(events.text(event)).contains("\"k\":12345678901234567890.123456789");
		assertThat(value(new BigDecimal("1E-7"))).isEqualTo("1.0E-7");
		// No parser takes these for numbers without losing them
		assertThat(value(new BigDecimal("1E+1000000000"))).isEqualTo("\"1E+1000000000\"");
		assertThat(value(BigInteger.TEN.pow(5000))).startsWith("\"1000");
		assertThat(value(Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
		assertThat(value(Float.NEGATIVE_INFINITY)).isEqualTo("\"-Infinity\"");
	}

	@ParameterizedTest
	@EnumSource(names = { "LOGSTASH", "ECS", "OTEL" })
	void longTextsAreCutAndTheLineStaysWhole(LogFormat format) {
		String huge = "😀".repeat(3_000_000);
		JsonNode line = new LogEvents(format).property("observability.tracing.logging.max-message-length", 1001)
			.error(huge, new IllegalStateException(huge));
		assertThat(LogEvents.message(format, line)).isEqualTo("😀".repeat(500) + "…");
		assertThat(line.toString().length()).isLessThan(200_000);
	}

	@ParameterizedTest
	@EnumSource(names = { "LOGSTASH", "ECS", "OTEL" })
	void cutsLeaveNoPartOfAPassword(LogFormat format) {
		for (int length = 200; length < 256; length++) {
			String url = "http://user:hunter2hunter2hunter2hunter2@host/";
			String text = "x".repeat(length) + " " + url;
			LogEvents events = new LogEvents(format).property("observability.tracing.logging.max-message-length", 256)
				.property("observability.tracing.logging.max-stack-trace-length", 256)
				.mdc("text", text)
				.mdc("word", "x".repeat(length) + "=" + url);
			LoggingEvent event = events.event(Level.ERROR, text, new IllegalStateException(text));
			assertThat(events.text(event)).doesNotContain("hunter");
		}
	}

	private static Iterable<Marker> endless(Marker marker) {
		return () -> new Iterator<>() {

			@Override
			public boolean hasNext() {
				return true;
			}

			@Override
			public Marker next() {
				return marker;
			}

		};
	}

	private static String stackTrace(Throwable throwable) {
		return stackTrace(throwable, 32_768);
	}

	private static String stackTrace(Throwable throwable, int maxLength) {
		return new LogEvents(LogFormat.LOGSTASH)
			.property("observability.tracing.logging.max-stack-trace-length", maxLength)
			.error("m", throwable)
			.get("stack_trace")
			.asString();
	}

	private static String value(Object value) {
		return new LogEvents(LogFormat.LOGSTASH).keyValue("k", value).get("k").toString();
	}

	/** A list that never ends. */
	private static final class EndlessList extends AbstractList<Integer> {

		@Override
		public Integer get(int index) {
			return index;
		}

		@Override
		public int size() {
			return Integer.MAX_VALUE;
		}

	}

}
