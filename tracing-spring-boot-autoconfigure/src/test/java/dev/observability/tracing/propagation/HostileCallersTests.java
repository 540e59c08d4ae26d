// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Callers who want to fill memory, back ends and logs, over a socket to a real Tomcat and
 * a real Netty: what they send is bounded, counted, and logged once at most.
 */
@ExtendWith(OutputCaptureExtension.class)
class HostileCallersTests {

	private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";

	private static final String SPAN_ID = "00f067aa0ba902b7";

	private static final String PARENT = "00-" + TRACE_ID + "-" + SPAN_ID + "-01";

	private static final String LARGE_HEADERS = "server.max-http-request-header-size=256KB";

	/** Of the text in the place of what a caller chooses. */
	private static final String MARK = "hostile";

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void forgedIdsAreNotTaken(WebApplicationType type) {
		List<String> forged = List.of("00-" + "0".repeat(32) + "-" + SPAN_ID + "-01",
				"00-" + TRACE_ID + "-" + "0".repeat(16) + "-01", PARENT + "-00", PARENT + "0",
				"ff" + PARENT.substring(2), PARENT.toUpperCase(Locale.ROOT), "00-" + TRACE_ID + "0-" + SPAN_ID + "-01",
				"00-" + TRACE_ID.substring(1) + "-" + SPAN_ID + "-01", PARENT.replace('-', '_'), PARENT + "," + PARENT,
				"x".repeat(60_000));
		try (InboundApplication application = InboundApplication.start(type, LARGE_HEADERS)) {
			for (String parent : forged) {
				assertThat(application.get("/orders", "traceparent: " + parent, "tracestate: " + MARK + "=1"))
					.containsKey("traceparent")
					.doesNotContainKey("tracestate");
			}
			assertThat(application.get("/orders", "traceparent: " + PARENT, "traceparent: " + PARENT))
				.containsKey("traceparent");
			// Netty joins no lines, Tomcat neither
			assertThat(application.count(PropagationLoss.TRACEPARENT_MALFORMED)).isEqualTo(forged.size());
			assertThat(application.count(PropagationLoss.TRACEPARENT_REPEATED)).isEqualTo(1);
			assertThat(application.spans()).hasSize(forged.size() + 1).allSatisfy((span) -> {
				assertThat(span.getTraceId()).isNotEqualTo(TRACE_ID).matches("[0-9a-f]{32}");
				assertThat(span.getParentSpanContext().isValid()).isFalse();
			});
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void aFloodOfSampledFlagsRecordsNoMoreThanTheBudget(WebApplicationType type, CapturedOutput output) {
		int requests = 500;
		int perSecond = 5;
		try (InboundApplication application = InboundApplication.start(type,
				"observability.tracing.propagation.inbound.policy=ignore-sampled",
				"observability.tracing.propagation.inbound.sampled-per-second=" + perSecond,
				"observability.tracing.sample-rate=0")) {
			long start = System.nanoTime();
			for (int i = 0; i < requests; i++) {
				application.get("/orders", "traceparent: " + PARENT);
			}
			long seconds = (System.nanoTime() - start) / 1_000_000_000;
			long refused = application.count(PropagationLoss.SAMPLED_UNTRUSTED);
			List<SpanData> recorded = application.spans();
			assertThat(recorded.size() + refused).isEqualTo(requests);
			assertThat(recorded).hasSizeBetween(perSecond, (int) (perSecond * (seconds + 2)));
		}
		assertThat(output).containsOnlyOnce(PropagationProperties.SAMPLED_PER_SECOND);
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void baggageIsCutToItsBoundOrNotRead(WebApplicationType type) {
		String baggage = "k=" + "v".repeat(8_000) + "," + "a=b,".repeat(14_000);
		try (InboundApplication application = InboundApplication.start(type, LARGE_HEADERS,
				"observability.tracing.propagation.inbound.rules[0].path=/partners/**",
				"observability.tracing.propagation.inbound.rules[0].policy=restart-with-link")) {
			assertThat(application.get("/orders", "baggage: " + baggage).get("baggage")).contains("k=v")
				.hasSizeLessThanOrEqualTo(8_192);
			assertThat(application.count(PropagationLoss.BAGGAGE_DUPLICATE)).isPositive();
			assertThat(application.get("/orders", "baggage: " + "k=" + "v".repeat(64_000)))
				.doesNotContainKey("baggage");
			assertThat(application.count(PropagationLoss.BAGGAGE_LIMIT)).isPositive();
			long duplicates = application.count(PropagationLoss.BAGGAGE_DUPLICATE);
			assertThat(application.get("/partners/orders", "baggage: " + baggage)).doesNotContainKey("baggage");
			assertThat(application.count(PropagationLoss.BAGGAGE_UNTRUSTED)).isEqualTo(1);
			assertThat(application.count(PropagationLoss.BAGGAGE_DUPLICATE)).isEqualTo(duplicates);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void aCorrelationIdSplitsNoHeaderAndNoLogLine(WebApplicationType type, CapturedOutput output) {
		List<String> ids = List.of("a\r\nSet-Cookie: " + MARK + "=1", "a\nSet-Cookie: " + MARK + "=1",
				"a\rSet-Cookie: " + MARK + "=1", "a%0d%0aSet-Cookie:%20" + MARK + "=1", "a\r\n " + MARK,
				"a\u0000" + MARK, "a\u0085" + MARK, "\u00e5\u0098\u008d\u00e5\u0098\u008aSet-Cookie: " + MARK + "=1",
				MARK + "\tx", "\"" + MARK + "\"", MARK.repeat(1_000));
		try (InboundApplication application = InboundApplication.start(type, LARGE_HEADERS)) {
			for (String id : ids) {
				String answer = application.send("GET", "/orders", "X-Correlation-ID: " + id);
				int end = answer.indexOf("\r\n\r\n");
				String head = (end >= 0) ? answer.substring(0, end) : answer;
				assertThat(head).startsWith("HTTP/1.1 ").doesNotContainIgnoringCase("set-cookie").doesNotContain(MARK);
			}
			assertThat(application.spans()).isNotEmpty()
				.allSatisfy((span) -> assertThat(span.getAttributes().get(AttributeKey.stringKey("correlation.id")))
					.doesNotContain(MARK));
		}
		assertThat(ours(output)).noneMatch((line) -> line.contains(MARK));
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void whatACallerChoosesMakesNoNamesAndNoLabels(WebApplicationType type, CapturedOutput output) {
		try (InboundApplication application = InboundApplication.start(type, LARGE_HEADERS)) {
			flood(application, 0);
			Set<String> series = series(application);
			flood(application, 100);
			flood(application, 200);
			assertThat(series(application)).isEqualTo(series).noneMatch((text) -> text.contains(MARK));
			List<SpanData> spans = application.spans();
			assertThat(spans.size()).isGreaterThan(900);
			Set<String> names = spans.stream().map(SpanData::getName).collect(Collectors.toCollection(TreeSet::new));
			assertThat(names).hasSizeLessThan(10).noneMatch((name) -> name.contains(MARK));
			assertThat(spans)
				.extracting((span) -> span.getAttributes().get(AttributeKey.stringKey("http.request.method")))
				.containsOnly("GET", "_OTHER");
			assertThat(spans).allSatisfy((span) -> span.getAttributes()
				.forEach(
						(key, value) -> assertThat(value.toString()).as(key.getKey()).hasSizeLessThanOrEqualTo(4_096)));
		}
		Map<String, Long> messages = ours(output).stream()
			.collect(Collectors.groupingBy((line) -> line.substring(line.indexOf(" : ")), TreeMap::new,
					Collectors.counting()));
		assertThat(messages.values()).allMatch((times) -> times == 1);
		assertThat(ours(output)).noneMatch((line) -> line.contains(MARK));
	}

	private static void flood(InboundApplication application, int from) {
		for (int i = from; i < from + 100; i++) {
			application.send(MARK.toUpperCase(Locale.ROOT) + i, "/orders");
			application.send("GET", "/" + MARK + "/" + i);
			application.send("GET", "/orders", "Content-Type: text/" + MARK + i, "Accept: text/" + MARK + i,
					"User-Agent: " + MARK + i, "X-Forwarded-Host: " + MARK + i);
			application.send("GET", "/orders/" + MARK + i, "traceparent: " + MARK + i, "tracestate: " + MARK + i + "=1",
					"baggage: " + MARK + i + "=1", "X-Correlation-ID: " + MARK + "=" + i);
		}
		application.send("M".repeat(8_000), "/orders");
		application.send("GET", "/" + "p".repeat(8_000));
	}

	/** Each meter with its labels, but those of the machine, which come by themselves. */
	private static Set<String> series(InboundApplication application) {
		Set<String> series = new TreeSet<>();
		for (Meter meter : application.meters().getMeters()) {
			String name = meter.getId().getName();
			if (!name.startsWith("jvm.") && !name.startsWith("logback.")) {
				series.add(name + meter.getId().getTags().stream().map(Tag::toString).toList());
			}
		}
		return series;
	}

	// Lines of our loggers, whose names are cut
	private static List<String> ours(CapturedOutput output) {
		return output.getAll()
			.lines()
			.filter((line) -> line.contains(" WARN ") || line.contains(" ERROR "))
			.filter((line) -> line.contains("d.o.t.") || line.contains("dev.observability.tracing"))
			.toList();
	}

}
