// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.propagation;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import io.opentelemetry.context.Context;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

class W3CTraceStateTests {

	private final PropagationLosses losses = new PropagationLosses();

	@Test
	void givesMembersInOrder() {
		TraceState state = state("rojo=00f067aa0ba902b7,1@2=x y,congo=t61rcWkgMzE");
		List<String> keys = new ArrayList<>();
		state.forEach((key, value) -> keys.add(key));
		assertThat(keys).containsExactly("rojo", "1@2", "congo");
		assertThat(state.asMap()).containsExactly(entry("rojo", "00f067aa0ba902b7"), entry("1@2", "x y"),
				entry("congo", "t61rcWkgMzE"));
		assertThat(state.size()).isEqualTo(3);
		assertThat(state.isEmpty()).isFalse();
	}

	@Test
	void findsAMemberByItsWholeKey() {
		TraceState state = state("foobar=1,bar=2,foo=3");
		assertThat(state.get("foo")).isEqualTo("3");
		assertThat(state.get("bar")).isEqualTo("2");
		assertThat(state.get("oo")).isNull();
		assertThat(state.get("foob")).isNull();
		assertThat(state.get("")).isNull();
		assertThat(state.get("foo=3")).isNull();
	}

	@Test
	void putsFirstWhatIsAddedOrChanged() {
		TraceState state = state("rojo=1,ot=th:0,congo=2");
		assertThat(header(state.toBuilder().put("ot", "th:8").build())).isEqualTo("ot=th:8,rojo=1,congo=2");
		assertThat(header(state.toBuilder().put("a", "1").put("b", "2").build()))
			.isEqualTo("b=2,a=1,rojo=1,ot=th:0,congo=2");
		assertThat(header(state.toBuilder().put("a", "1").put("b", "2").put("a", "3").build())).startsWith("a=3,b=2,");
	}

	@Test
	void removesMembers() {
		TraceStateBuilder builder = state("rojo=1,congo=2").toBuilder().put("a", "1").remove("a").remove("rojo");
		assertThat(header(builder.build())).isEqualTo("congo=2");
		assertThat(builder.remove("congo").remove("unknown").build().isEmpty()).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "A,1", "a,''", "'',1", "a,'x,y'", "a,x=y", "a,'x '", "@a,1" })
	void takesNothingOutsideTheGrammar(String key, String value) {
		assertThat(header(state("rojo=1").toBuilder().put(key, value).build())).isEqualTo("rojo=1");
	}

	@Test
	void dropsFromTheRightWhenABuilderAddsTheThirtyThird() {
		StringBuilder line = new StringBuilder("m0=0");
		for (int i = 1; i < 32; i++) {
			line.append(",m").append(i).append("=0");
		}
		TraceState state = state(line.toString()).toBuilder().put("ot", "th:0").build();
		assertThat(state.size()).isEqualTo(32);
		assertThat(header(state)).startsWith("ot=th:0,m0=0").endsWith("m30=0");
		assertThat(this.losses.count(PropagationLoss.TRACESTATE_LIMIT)).isOne();
	}

	@Test
	void leavesTheOriginalAsItIs() {
		TraceState state = state("rojo=1");
		state.toBuilder().put("ot", "th:0").remove("rojo").build();
		assertThat(header(state)).isEqualTo("rojo=1");
		assertThat(state).isEqualTo(state("rojo=1")).hasSameHashCodeAs(state("rojo=1")).isNotEqualTo(state("rojo=2"));
	}

	@Test
	void writesTheStateOfOpenTelemetrysOwnBuilder() {
		TraceState foreign = TraceState.builder().put("rojo", "1").put("ot", "th:8").build();
		assertThat(header(foreign)).isEqualTo("ot=th:8,rojo=1");
	}

	private TraceState state(String line) {
		TraceStateMembers members = new TraceStateMembers(512, this.losses);
		members.addLine(line, line.length(), false);
		return new W3CTraceState(members, 512, this.losses);
	}

	private String header(TraceState state) {
		Headers sent = new Headers();
		SpanContext span = SpanContext.create("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7",
				TraceFlags.getSampled(), state);
		new TraceContextPropagator(512, this.losses).inject(Context.root().with(Span.wrap(span)), sent, Headers.SETTER);
		String header = sent.get("tracestate");
		return (header != null) ? header : "";
	}

}
