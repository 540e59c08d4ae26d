// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import dev.observability.tracing.propagation.LocalTraceState;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SpanTrim} within {@link SpanRedaction}, with spans of the SDK under
 * its limits.
 */
class SpanTrimTests {

	private static final AttributeKey<List<String>> CUT = ExportAttribute.CUT.texts();

	private static final AttributeKey<String> STACK_TRACE = AttributeKey.stringKey("exception.stacktrace");

	private final SpanLimits limits = SpanLimits.builder()
		.setMaxAttributeValueLength(100)
		.setMaxNumberOfAttributes(20)
		.setMaxNumberOfEvents(5)
		.setMaxNumberOfLinks(4)
		.build();

	private final SdkTracerProvider provider = SdkTracerProvider.builder().setSpanLimits(this.limits).build();

	private final SpanCuts cuts = new SpanCuts();

	private final SpanTrimFactory trims = new SpanTrimFactory(new ExportLimits(2048, 16, 255, 1000, 3, 30), this.cuts);

	private final SpanRedaction redaction = new SpanRedaction(this.trims.create());

	SpanTrimTests() {
		this.trims.use(this.provider);
	}

	@AfterEach
	void close() {
		this.provider.close();
	}

	@Test
	void leavesASpanWithinTheLimitsAlone() {
		SpanData span = span((it) -> it.setAttribute("a", "x".repeat(99))
			.setAttribute("b", 1)
			.setAttribute(AttributeKey.stringArrayKey("c"), List.of("", "y".repeat(99)))
			.addEvent("event", Attributes.of(AttributeKey.stringKey("d"), "z"))
			.addLink(linked())
			.setStatus(StatusCode.ERROR, "s".repeat(100)));
		assertThat(this.redaction.redact(span)).isSameAs(span);
		assertThat(counts()).containsOnly(0L);
	}

	@Test
	void marksAndCountsTheTextsThatTheSdkCut() {
		SpanData span = trimmed((it) -> it.setAttribute("whole", "x".repeat(99))
			.setAttribute("text", "x".repeat(1_000_000))
			.setAttribute(AttributeKey.stringArrayKey("list"), List.of("a", "y".repeat(500), "z".repeat(500)))
			.setAttribute(AttributeKey.valueKey("value"), Value.of("v".repeat(500))));
		assertThat(text(span, "whole")).isEqualTo("x".repeat(99));
		assertThat(text(span, "text")).isEqualTo("x".repeat(99) + "…");
		assertThat(span.getAttributes().get(AttributeKey.stringArrayKey("list"))).containsExactly("a",
				"y".repeat(99) + "…", "z".repeat(99) + "…");
		assertThat(String.valueOf(span.getAttributes().get(AttributeKey.valueKey("value")))).contains("v…");
		assertThat(span.getAttributes().get(CUT)).containsExactlyInAnyOrder("text", "list", "value");
		assertThat(this.cuts.count(CutKind.VALUES)).isEqualTo(3);
	}

	@Test
	void countsOnceWhatIsCutOfASpanThatFitsOnlyIntoTheNextMessage() {
		List<SpanData> spans = IntStream.range(0, 1_200)
			.mapToObj((number) -> EndedSpans.span()
				.setAttributes(Attributes.builder().put("text", "x".repeat(5_000)).build())
				.build())
			.<SpanData>map((span) -> span)
			.toList();
		SpanGroups groups = new SpanGroups(spans);
		List<Integer> messages = new ArrayList<>();
		SpanTrimFactory trims = new SpanTrimFactory(new ExportLimits(2048, 16, 255, 1000, 3, 30), this.cuts);
		try (SdkTracerProvider longer = SdkTracerProvider.builder()
			.setSpanLimits(SpanLimits.builder().setMaxAttributeValueLength(4_096).build())
			.build()) {
			trims.use(longer);
			SpanRedaction redaction = new SpanRedaction(trims.create());
			while (groups.hasNext()) {
				messages.add(new SpanEncoder(new ProtobufWriter(), redaction).encode(groups));
			}
		}
		assertThat(messages).hasSize(2);
		assertThat(messages.get(0) + messages.get(1)).isEqualTo(1_200);
		assertThat(this.cuts.count(CutKind.VALUES)).isEqualTo(1_200);
	}

	@Test
	void leavesTheSignOfATextThatWasCutBefore() {
		SpanData span = trimmed((it) -> it.setAttribute("db.query.text", "SELECT " + "x".repeat(92) + "…"));
		assertThat(text(span, "db.query.text")).isEqualTo("SELECT " + "x".repeat(92) + "…");
		assertThat(span.getAttributes().get(CUT)).containsExactly("db.query.text");
	}

	@Test
	void leavesNoPasswordThatTheCutPartedFromItsAddress() {
		SpanData span = this.redaction
			.redact(span((it) -> it.setAttribute("url.full", "http://user:" + "secret".repeat(100) + "@host/")
				.setAttribute("other", "see http://user:" + "secret".repeat(100) + "@host/")));
		assertThat(text(span, "url.full")).isEqualTo("http:…");
		assertThat(text(span, "other")).isEqualTo("see http:…");
	}

	@Test
	void cutsListsOfVeryManyElements() {
		List<Long> numbers = Collections.nCopies(100_000, 1L);
		SpanData span = trimmed((it) -> it.setAttribute(AttributeKey.longArrayKey("numbers"), numbers));
		assertThat(span.getAttributes().get(AttributeKey.longArrayKey("numbers"))).hasSize(1000);
		assertThat(span.getAttributes().get(CUT)).containsExactly("numbers");
	}

	@Test
	void countsWhatIsBeyondANumberAndStillTellsIt() {
		SpanData span = trimmed((it) -> {
			IntStream.range(0, 27).forEach((i) -> it.setAttribute("key" + i, "x".repeat(200)));
			IntStream.range(0, 8).forEach((i) -> it.addEvent("event"));
			IntStream.range(0, 9).forEach((i) -> it.addLink(linked()));
		});
		assertThat(this.cuts.count(CutKind.ATTRIBUTES)).isEqualTo(7);
		assertThat(this.cuts.count(CutKind.EVENTS)).isEqualTo(3);
		assertThat(this.cuts.count(CutKind.LINKS)).isEqualTo(5);
		assertThat(span.getAttributes().get(CUT)).hasSize(16);
		assertThat(span.getTotalAttributeCount() - span.getAttributes().size()).isEqualTo(7);
	}

	@Test
	void countsNoAttributeThatReplacedAnother() {
		trimmed((it) -> IntStream.range(0, 50).forEach((i) -> it.setAttribute("key", i)));
		assertThat(this.cuts.count(CutKind.ATTRIBUTES)).isZero();
	}

	@Test
	void cutsNamesAndDescriptionsForWhichTheSdkHasNoLimit() {
		SpanData span = trimmed((it) -> it.updateName("n".repeat(1_000_000))
			.setStatus(StatusCode.ERROR, "d".repeat(1_000_000))
			.addEvent("e".repeat(1_000_000)));
		assertThat(span.getName()).isEqualTo("n".repeat(254) + "…");
		assertThat(span.getStatus().getDescription()).isEqualTo("d".repeat(99) + "…");
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.getEvents()).singleElement()
			.satisfies((event) -> assertThat(event.getName()).isEqualTo("e".repeat(254) + "…"));
		assertThat(this.cuts.count(CutKind.VALUES)).isEqualTo(3);
	}

	@Test
	void takesTheLengthsAndNumbersOfTheUser() {
		ExportLimits limits = new ExportLimits(2048, 16, 20, 2, 3, 30);
		SpanTrimFactory trims = new SpanTrimFactory(limits, this.cuts);
		trims.use(this.provider);
		SpanData span = new SpanRedaction(trims.create()).redact(span((it) -> it.updateName("n".repeat(21))
			.setAttribute("k".repeat(21), 1)
			.setAttribute("k".repeat(20), 1)
			.setAttribute(AttributeKey.longArrayKey("list"), List.of(1L, 2L, 3L))));
		assertThat(span.getName()).isEqualTo("n".repeat(19) + "…");
		assertThat(span.getAttributes().asMap().keySet()).extracting(AttributeKey::getKey)
			.containsExactlyInAnyOrder("k".repeat(20), "list", "export.cut");
		assertThat(span.getAttributes().get(AttributeKey.longArrayKey("list"))).containsExactly(1L, 2L);
	}

	@Test
	void givesTheWholeStackTraceThoughTheSdkCutIt() {
		Exception root = new IllegalArgumentException("root");
		root.setStackTrace(frames(3));
		Exception error = new IllegalStateException("outer", root);
		error.setStackTrace(frames(10));
		SpanData span = trimmed((it) -> it.recordException(error));
		assertThat(span.getEvents().get(0).getAttributes().get(STACK_TRACE)).hasSizeGreaterThan(400)
			.isEqualTo(StackText.of(error, 100_000))
			.endsWith("(Orders.java:2)\n");
		assertThat(span.getAttributes().get(CUT)).isNull();
		assertThat(counts()).containsOnly(0L);
	}

	@Test
	void cutsALongStackTraceAndSaysSo() {
		Exception root = new IllegalArgumentException("root");
		root.setStackTrace(frames(300));
		Exception error = new IllegalStateException("outer", root);
		error.setStackTrace(frames(300));
		SpanData span = trimmed((it) -> it.recordException(error));
		assertThat(String.valueOf(span.getEvents().get(0).getAttributes().get(STACK_TRACE)))
			.hasSizeLessThanOrEqualTo(2048)
			.startsWith("java.lang.IllegalStateException: outer\n")
			.contains(StackText.CUT + "Caused by: java.lang.IllegalArgumentException: root\n");
		assertThat(span.getAttributes().get(CUT)).containsExactly("exception.stacktrace");
		assertThat(this.cuts.count(CutKind.STACKS)).isEqualTo(1);
		assertThat(this.cuts.count(CutKind.VALUES)).isZero();
	}

	@Test
	void cutsAStackTraceThatTheApplicationWrote() {
		SpanData span = trimmed(
				(it) -> it.addEvent("exception", Attributes.of(STACK_TRACE, "\tat a.B.c(B.java:1)\n".repeat(99))));
		assertThat(span.getEvents().get(0).getAttributes().get(STACK_TRACE)).hasSizeLessThanOrEqualTo(100)
			.endsWith("…");
		assertThat(this.cuts.count(CutKind.STACKS)).isEqualTo(1);
	}

	@Test
	void boundsStackTracesWhereValuesAreNot() {
		Exception error = new IllegalStateException("error");
		error.setStackTrace(frames(300));
		try (SdkTracerProvider unlimited = SdkTracerProvider.builder().build()) {
			this.trims.use(unlimited);
			Span span = unlimited.get("scope").spanBuilder("span").startSpan().recordException(error);
			span.setAttribute("long", "x".repeat(100_000)).end();
			SpanData trimmed = this.redaction.redact(((ReadableSpan) span).toSpanData());
			assertThat(trimmed.getEvents().get(0).getAttributes().get(STACK_TRACE)).hasSizeLessThanOrEqualTo(2048);
			assertThat(text(trimmed, "long")).hasSize(100_000);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2 })
	void bearsAnyLimit(int length) {
		SpanLimits tiny = this.limits.toBuilder().setMaxAttributeValueLength(length).build();
		try (SdkTracerProvider strict = SdkTracerProvider.builder().setSpanLimits(tiny).build()) {
			this.trims.use(strict);
			Span span = strict.get("scope").spanBuilder("span").startSpan();
			span.setAttribute("empty", "").setAttribute("text", "http://u:p@host").setAttribute("n", 1);
			span.recordException(new IllegalStateException("x")).setStatus(StatusCode.ERROR, "why").end();
			SpanData trimmed = this.redaction.redact(((ReadableSpan) span).toSpanData());
			assertThat(text(trimmed, "text")).hasSizeLessThanOrEqualTo(Math.max(1, length));
			assertThat(trimmed.getStatus().getDescription()).hasSizeLessThanOrEqualTo(Math.max(1, length));
		}
	}

	@Test
	void callsSpansOtherBeyondTheNumberOfNames() {
		List<String> names = new ArrayList<>();
		for (int i = 0; i < 100_000; i++) {
			names.add(trimmed("order " + i, SpanKind.INTERNAL).getName());
		}
		assertThat(names.subList(0, 3)).containsExactly("order 0", "order 1", "order 2");
		assertThat(names.subList(3, names.size())).containsOnly("other");
		SpanData other = trimmed("order 7", SpanKind.INTERNAL);
		assertThat(other.getAttributes().get(ExportAttribute.NAME.text())).isEqualTo("order 7");
		assertThat(trimmed("order 1", SpanKind.INTERNAL).getName()).isEqualTo("order 1");
		assertThat(trimmed("GET /orders", SpanKind.SERVER).getName()).as("of another kind").isEqualTo("GET /orders");
		assertThat(this.cuts.count(CutKind.NAMES)).isEqualTo(100_000 - 3 + 1);
	}

	@Test
	void dropsAttributesBeyondTheNumberOfKeys() {
		for (int i = 0; i < 20_000; i++) {
			int number = i;
			trimmed((it) -> it.setAttribute("order." + number, "x"));
		}
		SpanData span = trimmed((it) -> it.setAttribute("order.1", "known").setAttribute("order.x", "new"));
		assertThat(text(span, "order.1")).isEqualTo("known");
		assertThat(text(span, "order.x")).isNull();
		assertThat(span.getTotalAttributeCount() - span.getAttributes().size()).isEqualTo(1);
		assertThat(this.cuts.count(CutKind.KEYS)).isEqualTo(20_000 - 30 + 1);
		SpanData failed = trimmed((it) -> it.setAttribute("error.type", "x").recordException(new Error("y")));
		assertThat(text(failed, "error.type")).as("a key of the conventions").isEqualTo("x");
		assertThat(failed.getEvents().get(0).getAttributes().get(STACK_TRACE)).isNotNull();
	}

	@Test
	void dropsWhatHasAnEndlessKey() {
		SpanData span = trimmed((it) -> it.setAttribute("k".repeat(1_000_000), 1).setAttribute("k", 2));
		assertThat(span.getAttributes()).isEqualTo(Attributes.builder().put("k", 2).build());
	}

	@Test
	void theFirstSpanOfATraceTellsHowManyAreMissing() {
		LocalTraceState state = LocalTraceState.begin(TraceState.getDefault(), 2);
		IntStream.range(0, 5).forEach((i) -> state.add());
		SpanContext context = SpanContext.create("0af7651916cd43dd8448eb211c80319c", "00f067aa0ba902b7",
				TraceFlags.getSampled(), state);
		AttributeKey<Long> cut = ExportAttribute.CUT_SPANS.number();
		SpanData child = span((it) -> {
		});
		assertThat(redacted(child, context, SpanContext.getInvalid()).getAttributes().get(cut)).isEqualTo(4);
		SpanContext remote = SpanContext.createFromRemoteParent(context.getTraceId(), "b7ad6b7169203331",
				TraceFlags.getSampled(), TraceState.getDefault());
		assertThat(redacted(child, context, remote).getAttributes().get(cut)).isEqualTo(4);
		assertThat(redacted(child, context, context).getAttributes().get(cut)).as("not the first").isNull();
	}

	private SpanData redacted(SpanData span, SpanContext context, SpanContext parent) {
		return this.redaction.redact(new DelegatingSpanData(span) {

			@Override
			public SpanContext getSpanContext() {
				return context;
			}

			@Override
			public SpanContext getParentSpanContext() {
				return parent;
			}

		});
	}

	@Test
	void onlyTheFirstExporterCounts() {
		SpanData span = span((it) -> it.setAttribute("text", "x".repeat(200)));
		assertThat(new SpanRedaction(this.trims.create()).redact(span).getAttributes().get(CUT))
			.containsExactly("text");
		assertThat(new SpanRedaction(this.trims.createSilent()).redact(span).getAttributes().get(CUT))
			.containsExactly("text");
		assertThat(this.cuts.count(CutKind.VALUES)).isZero();
	}

	private SpanData trimmed(Consumer<Span> work) {
		return this.redaction.redact(span(work));
	}

	private SpanData trimmed(String name, SpanKind kind) {
		Span span = this.provider.get("scope").spanBuilder(name).setSpanKind(kind).startSpan();
		span.end();
		return this.redaction.redact(((ReadableSpan) span).toSpanData());
	}

	private SpanData span(Consumer<Span> work) {
		Span span = this.provider.get("scope").spanBuilder("span").startSpan();
		work.accept(span);
		span.end();
		return ((ReadableSpan) span).toSpanData();
	}

	private static @Nullable String text(SpanData span, String key) {
		return span.getAttributes().get(AttributeKey.stringKey(key));
	}

	private List<Long> counts() {
		return List.of(CutKind.values()).stream().map(this.cuts::count).toList();
	}

	private static StackTraceElement[] frames(int number) {
		return IntStream.range(0, number)
			.mapToObj((line) -> new StackTraceElement("com.example.Orders", "place", "Orders.java", line))
			.toArray(StackTraceElement[]::new);
	}

	private static SpanContext linked() {
		return SpanContext.create("0af7651916cd43dd8448eb211c80319c", "00f067aa0ba902b7", TraceFlags.getSampled(),
				TraceState.getDefault());
	}

}
