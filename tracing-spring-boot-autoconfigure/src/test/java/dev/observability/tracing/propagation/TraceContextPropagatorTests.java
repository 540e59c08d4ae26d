// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The grammar of W3C Trace Context level 2, and the cases of its test suite.
 */
class TraceContextPropagatorTests {

	private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";

	private static final String SPAN_ID = "00f067aa0ba902b7";

	private static final String IDS = TRACE_ID + "-" + SPAN_ID;

	private static final String PARENT = "00-" + IDS + "-01";

	private final PropagationLosses losses = new PropagationLosses();

	private final TraceContextPropagator propagator = new TraceContextPropagator(512, this.losses);

	@ParameterizedTest
	@ValueSource(strings = { PARENT, "00-" + IDS + "-00", " " + PARENT, "\t" + PARENT, PARENT + " ", PARENT + "\t",
			"\t " + PARENT + " \t", "01-" + IDS + "-01", "cc-" + IDS + "-01", "fe-" + IDS + "-01", "cc-" + IDS + "-01-",
			"cc-" + IDS + "-01-what-the-future-will-be-like", "00-" + IDS + "-ff" })
	void continuesTheTraceOfAValidParent(String parent) {
		SpanContext span = extract("traceparent", parent);
		assertThat(span.getTraceId()).isEqualTo(TRACE_ID);
		assertThat(span.getSpanId()).isEqualTo(SPAN_ID);
		assertThat(span.isRemote()).isTrue();
		assertThat(this.losses.total()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "-", "00", "00-", PARENT + ".", PARENT + "-what-the-future-will-be-like", PARENT + "-",
			"cc-" + IDS + "-01.what-the-future", "cc-" + IDS + "-0", "cc-" + IDS + "-1-", "ff-" + IDS + "-01",
			".0-" + IDS + "-01", "0.-" + IDS + "-01", "000-" + IDS + "-01", "0000-" + IDS + "-01", "0-" + IDS + "-01",
			"CC-" + IDS + "-01", "FF-" + IDS + "-01", "00-00000000000000000000000000000000-" + SPAN_ID + "-01",
			"00-.bf92f3577b34da6a3ce929d0e0e4736-" + SPAN_ID + "-01",
			"00-4bf92f3577b34da6a3ce929d0e0e473.-" + SPAN_ID + "-01",
			"00-4BF92F3577B34DA6A3CE929D0E0E4736-" + SPAN_ID + "-01", "00-" + TRACE_ID + "0-" + SPAN_ID + "-01",
			"00-bf92f3577b34da6a3ce929d0e0e4736-" + SPAN_ID + "-01", "00-" + TRACE_ID + "-0000000000000000-01",
			"00-" + TRACE_ID + "-.0f067aa0ba902b7-01", "00-" + TRACE_ID + "-00f067aa0ba902b.-01",
			"00-" + TRACE_ID + "-00F067AA0BA902B7-01", "00-" + TRACE_ID + "-00f067aa0ba902b70-01",
			"00-" + TRACE_ID + "-0f067aa0ba902b7-01", "00-" + IDS + "-.0", "00-" + IDS + "-0.", "00-" + IDS + "-001",
			"00-" + IDS + "-1", "00-" + IDS + "-0A", "00-" + IDS, "00_" + IDS + "-01",
			"00-" + TRACE_ID + "_" + SPAN_ID + "-01", "00-" + IDS + "_01", "\u00a0" + PARENT, PARENT + "," + PARENT,
			"\u0660\u0660-" + IDS + "-01", "00-" + IDS + "-\uff10\uff11" })
	void restartsTheTraceOfAnInvalidParent(String parent) {
		assertThat(extract("traceparent", parent, "tracestate", "foo=1").isValid()).isFalse();
		assertThat(this.losses.count(PropagationLoss.TRACEPARENT_MALFORMED)).isOne();
		assertThat(this.losses.total()).isOne();
	}

	@Test
	void restartsTheTraceOfSeveralParents() {
		assertThat(extract("traceparent", PARENT, "traceparent", PARENT).isValid()).isFalse();
		assertThat(extract("traceparent", "00-" + IDS + "-00", "traceparent", PARENT).isValid()).isFalse();
		assertThat(this.losses.count(PropagationLoss.TRACEPARENT_REPEATED)).isEqualTo(2);
	}

	@Test
	void looksAtNoStateWithoutAParent() {
		assertThat(extract("tracestate", "foo=1,bar=2").isValid()).isFalse();
		assertThat(extract("tracestate", "FOO").isValid()).isFalse();
		assertThat(this.losses.total()).isZero();
	}

	@Test
	void keepsSampledAndRandomFlagsOnly() {
		for (int flags = 0; flags < 256; flags++) {
			String parent = "00-%s-%02x".formatted(IDS, flags);
			SpanContext span = extract("traceparent", parent);
			assertThat(span.isSampled()).isEqualTo((flags & 1) == 1);
			assertThat(span.getTraceFlags().isTraceIdRandom()).isEqualTo((flags & 2) == 2);
			assertThat(inject(span).get("traceparent")).isEqualTo("00-%s-%02x".formatted(IDS, flags & 3));
		}
	}

	@Test
	void sendsNoFlagThatALibrarySetByItself() {
		SpanContext span = SpanContext.create(TRACE_ID, SPAN_ID, TraceFlags.fromByte((byte) 0xFD),
				TraceState.getDefault());
		assertThat(inject(span).get("traceparent")).isEqualTo(PARENT);
	}

	@Test
	void sendsNothingWithoutASpan() {
		assertThat(inject(SpanContext.getInvalid()).isEmpty()).isTrue();
	}

	@Test
	void joinsStateLinesInOrder() {
		assertThat(state("foo=1,bar=2", "", " ", "rojo=1,congo=2", "baz=3"))
			.isEqualTo("foo=1,bar=2,rojo=1,congo=2,baz=3");
		assertThat(this.losses.total()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "foo=1 \t , \t bar=2, \t baz=3", "foo=1\t \t,\t \tbar=2,\t \tbaz=3 ",
			",foo=1,,bar=2, ,baz=3,", "\t foo=1,bar=2,baz=3 \t" })
	void passesOverBlanksAndEmptyMembers(String line) {
		assertThat(state(line)).isEqualTo("foo=1,bar=2,baz=3");
		assertThat(this.losses.total()).isZero();
	}

	@Test
	void passesTheLineOnAsItIsWhereNothingDiffers() {
		String line = "congo=t61rcWkgMzE,rojo=00f067aa0ba902b7";
		Headers sent = inject(extract("traceparent", PARENT, "tracestate", line));
		assertThat(sent.get("tracestate")).isSameAs(line);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0=1", "0a=1", "tenant@system=1", "1@2=x", "foo@=1", "foo@@bar=1", "a@b@c=1", "a_-*/@=1",
			"a= leading", "a= ! \"#$%&'()*+-./:;<>?@[\\]^_`{|}~" })
	void keepsMembersOfTheNewerGrammar(String member) {
		assertThat(state("first=1," + member)).isEqualTo("first=1," + member);
	}

	@ParameterizedTest
	@ValueSource(strings = { "foo =1", "FOO=1", "foo.bar=1", "@foo=1", "_foo=1", "-=1", "*a=1", "foo", "foo=", "=1",
			"=", "foo=bar=baz", "foo=a\tb", "foo=\u00e9", "f\u00f6=1", "foo=a\u0000b", "foo=\u007f" })
	void leavesOutOneMalformedMemberAlone(String member) {
		assertThat(state("good=1," + member + ",better=2")).isEqualTo("good=1,better=2");
		assertThat(this.losses.count(PropagationLoss.TRACESTATE_MALFORMED)).isOne();
		assertThat(this.losses.total()).isOne();
	}

	@Test
	void keepsTheLeftmostOfDuplicatesWhichIsTheNewest() {
		assertThat(state("foo=1,bar=2,foo=3", "foo=1", "barn=4,bar=5")).isEqualTo("foo=1,bar=2,barn=4");
		assertThat(this.losses.count(PropagationLoss.TRACESTATE_DUPLICATE)).isEqualTo(3);
	}

	@Test
	void keepsKeysAndValuesOf256Characters() {
		String key = "z".repeat(256);
		assertThat(state("foo=1", key + "=1")).isEqualTo("foo=1," + key + "=1");
		assertThat(state("foo=1", key + "z=1")).isEqualTo("foo=1");
		assertThat(state("foo=" + "v".repeat(256))).hasSize(260);
		assertThat(state("bar=1,foo=" + "v".repeat(257))).isEqualTo("bar=1");
		assertThat(this.losses.count(PropagationLoss.TRACESTATE_MALFORMED)).isEqualTo(2);
	}

	@Test
	void keeps32MembersAndDropsFromTheRight() {
		String all = members(32, 1);
		assertThat(state(all)).isEqualTo(all);
		assertThat(state(members(40, 1))).isEqualTo(all);
		assertThat(this.losses.count(PropagationLoss.TRACESTATE_LIMIT)).isEqualTo(8);
	}

	@Test
	void dropsLongMembersFirstAndThenFromTheEnd() {
		String longMember = "long=" + "x".repeat(124);
		String nearlyLong = "near=" + "x".repeat(123);
		assertThat(state(longMember + "," + members(20, 18))).isEqualTo(members(20, 18));
		String mixed = nearlyLong + "," + members(20, 18);
		assertThat(state(mixed)).startsWith(nearlyLong + ",").hasSizeBetween(490, 512).isSubstringOf(mixed);
		assertThat(state(longMember + "," + members(4, 18))).startsWith(longMember);
	}

	@Test
	void passesOn512Characters() {
		String line = "a=" + "x".repeat(126) + ",b=" + "x".repeat(126) + ",c=" + "x".repeat(126) + ",d="
				+ "x".repeat(123);
		assertThat(line).hasSize(512);
		assertThat(state(line)).isEqualTo(line);
		assertThat(state(line + "x")).isEqualTo(line.substring(0, line.lastIndexOf(',')));
	}

	@Test
	void readsNoMoreThanABoundedPartOfEndlessLines() {
		List<String> headers = new ArrayList<>(List.of("traceparent", PARENT));
		IntStream.range(0, 70_000).forEach((i) -> headers.addAll(List.of("tracestate", "")));
		headers.addAll(List.of("tracestate", "late=1"));
		assertThat(extract(headers.toArray(String[]::new)).getTraceState().isEmpty()).isTrue();
		assertThat(this.losses.count(PropagationLoss.UNREAD_LIMIT)).isOne();
	}

	@Test
	void keepsWhatStandsBeforeAnEndlessLine() {
		assertThat(state("good=1," + "x".repeat(200_000))).isEqualTo("good=1");
		assertThat(state("good=1," + "x".repeat(60_000) + ",better=2")).isEqualTo("good=1,better=2");
		assertThat(this.losses.count(PropagationLoss.UNREAD_LIMIT)).isOne();
	}

	@Test
	void changesNothingForAnEmptyCarrier() {
		Context context = Context.root();
		assertThat(this.propagator.extract(context, null, Headers.GETTER)).isSameAs(context);
		assertThat(this.propagator.fields()).containsExactly("traceparent", "tracestate");
	}

	@Test
	void theSdkCarriesTheStateAndTheRandomFlagToTheChild() {
		try (SdkTracerProvider provider = SdkTracerProvider.builder().setSampler(Sampler.alwaysOff()).build()) {
			Context parent = this.propagator.extract(Context.root(),
					Headers.of("traceparent", "00-" + IDS + "-03", "tracestate", "1@2=x,foo=1"), Headers.GETTER);
			SpanContext child = provider.get("test")
				.spanBuilder("child")
				.setParent(parent)
				.startSpan()
				.getSpanContext();
			Headers sent = inject(child);
			assertThat(sent.get("traceparent")).isEqualTo("00-" + TRACE_ID + "-" + child.getSpanId() + "-02");
			assertThat(sent.get("tracestate")).isEqualTo("1@2=x,foo=1");
		}
	}

	@Test
	void sendsWhatCameInWhereTheSpansOfTheTraceAreCounted() {
		SpanContext caller = extract("traceparent", PARENT, "tracestate", "1@2=x,foo=1");
		SpanContext span = SpanContext.create(caller.getTraceId(), caller.getSpanId(), caller.getTraceFlags(),
				LocalTraceState.begin(caller.getTraceState(), 10));
		assertThat(inject(span).get("tracestate")).as("the header as it is, not written anew")
			.isEqualTo("1@2=x,foo=1")
			.isSameAs(inject(caller).get("tracestate"));
	}

	@Test
	void aTraceThatTheSdkStartsIsRandom() {
		try (SdkTracerProvider provider = SdkTracerProvider.builder().build()) {
			SpanContext root = provider.get("test").spanBuilder("root").setNoParent().startSpan().getSpanContext();
			assertThat(inject(root).get("traceparent")).endsWith("-03");
		}
	}

	@Test
	void aTraceWhoseCallerDoesNotSayRandomIsNot() {
		try (SdkTracerProvider provider = SdkTracerProvider.builder().build()) {
			Context parent = this.propagator.extract(Context.root(), Headers.of("traceparent", PARENT), Headers.GETTER);
			SpanContext child = provider.get("test")
				.spanBuilder("child")
				.setParent(parent)
				.startSpan()
				.getSpanContext();
			assertThat(inject(child).get("traceparent")).endsWith("-01");
		}
	}

	private String members(int count, int valueLength) {
		StringBuilder line = new StringBuilder();
		for (int i = 0; i < count; i++) {
			line.append((i > 0) ? "," : "").append("k%03d=".formatted(i)).append("v".repeat(valueLength));
		}
		return line.toString();
	}

	private String state(String... lines) {
		Headers headers = Headers.of("traceparent", PARENT);
		for (String line : lines) {
			headers.add("tracestate", line);
		}
		Context context = this.propagator.extract(Context.root(), headers, Headers.GETTER);
		SpanContext span = Span.fromContext(context).getSpanContext();
		assertThat(span.getTraceId()).isEqualTo(TRACE_ID);
		String sent = inject(span).get("tracestate");
		return (sent != null) ? sent : "";
	}

	private SpanContext extract(String... namesAndValues) {
		Context context = this.propagator.extract(Context.root(), Headers.of(namesAndValues), Headers.GETTER);
		return Span.fromContext(context).getSpanContext();
	}

	private Headers inject(SpanContext span) {
		Headers sent = new Headers();
		this.propagator.inject(Context.root().with(Span.wrap(span)), sent, Headers.SETTER);
		return sent;
	}

}
