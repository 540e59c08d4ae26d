// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.prepared;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PreparedSpan}: whatever is done to it, it tells what the SDK's span
 * tells of the same.
 */
class PreparedSpanTests {

	private static final SpanContext LINKED = TwoTracers.PARENT;

	private static final List<Consumer<Span>> OPERATIONS = List.of((span) -> span.setAttribute("rows", 3),
			(span) -> span.setAttribute("rows", 4), (span) -> span.setAttribute("", "no key"),
			(span) -> span.setAttribute("text", (String) nothing()), (span) -> span.setAttribute("fraction", 0.5),
			(span) -> span.setAttribute("flag", true), (span) -> span.setAttribute("db.query.text", "another"),
			(span) -> span.setAttribute("long", "x".repeat(100)),
			(span) -> span.setAttribute(AttributeKey.stringArrayKey("list"), List.of("a", "b".repeat(50))),
			(span) -> span.setAttribute(AttributeKey.valueKey("value"), Value.of("v")),
			(span) -> span.setAllAttributes(many()), (span) -> span.addEvent("e"),
			(span) -> span.addEvent("e", Attributes.builder().putAll(many()).put("l", "y".repeat(90)).build()),
			(span) -> span.addEvent("e", 7, TimeUnit.MICROSECONDS),
			(span) -> span.addEvent("e", Attributes.empty(), 8, TimeUnit.SECONDS),
			(span) -> span.addEvent("e", (Attributes) nothing()), (span) -> span.addEvent((String) nothing()),
			(span) -> span.addEvent("e", 7, (TimeUnit) nothing()),
			(span) -> span.recordException(new IllegalStateException("broken")),
			(span) -> span.recordException(new IllegalStateException(), many()),
			(span) -> span.recordException((Throwable) nothing()), (span) -> span.addLink(LINKED),
			(span) -> span.addLink(LINKED, many()), (span) -> span.addLink(SpanContext.getInvalid()),
			(span) -> span.addLink((SpanContext) nothing()), (span) -> span.setStatus(StatusCode.ERROR, "why"),
			(span) -> span.setStatus(StatusCode.ERROR), (span) -> span.setStatus(StatusCode.UNSET),
			(span) -> span.setStatus(StatusCode.OK, "never"), (span) -> span.setStatus((StatusCode) nothing()),
			(span) -> span.updateName("another name"), (span) -> span.updateName((String) nothing()),
			(span) -> span.end(9, TimeUnit.MICROSECONDS), (span) -> span.end(10, (TimeUnit) nothing()), Span::end);

	@ParameterizedTest
	@MethodSource("operations")
	void doesWhatTheSdkDoes(int operation) {
		assertSame(SpanLimits.getDefault(), List.of(OPERATIONS.get(operation)));
	}

	@ParameterizedTest
	@MethodSource("operations")
	void doesNothingOnceItHasEnded(int operation) {
		assertSame(SpanLimits.getDefault(), List.of(Span::end, OPERATIONS.get(operation)));
	}

	static IntStream operations() {
		return IntStream.range(0, OPERATIONS.size());
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void doesWhatTheSdkDoesInAnyOrderAndWithinAnyLimits(long seed) {
		Random random = new Random(seed);
		for (int i = 0; i < 1_000; i++) {
			SpanLimits limits = SpanLimits.builder()
				.setMaxNumberOfAttributes(3 + random.nextInt(30))
				.setMaxAttributeValueLength(8 + random.nextInt(60))
				.setMaxNumberOfAttributesPerEvent(1 + random.nextInt(5))
				.setMaxNumberOfAttributesPerLink(1 + random.nextInt(5))
				.setMaxNumberOfEvents(1 + random.nextInt(3))
				.setMaxNumberOfLinks(1 + random.nextInt(3))
				.build();
			List<Consumer<Span>> operations = random.ints(random.nextInt(12), 0, OPERATIONS.size())
				.<Consumer<Span>>mapToObj(OPERATIONS::get)
				.toList();
			assertSame(limits, operations);
		}
	}

	@Test
	void keepsManyOfItsOwn() {
		assertSame(SpanLimits.getDefault(),
				IntStream.range(0, 200)
					.<Consumer<Span>>mapToObj((i) -> (span) -> span.setAttribute("key " + i, "value"))
					.toList());
	}

	@Test
	void sendsBothWhereAnAttributeChangesItsType() {
		try (TwoTracers tracers = new TwoTracers()) {
			for (Span span : List.of(tracers.ours(), tracers.ofTheSdk())) {
				span.setAttribute("db.query.text", 7).setAttribute("rows", 1).setAttribute("rows", "one").end();
			}
			assertThat(tracers.exported()).hasSize(2)
				.allSatisfy(
						(span) -> assertThat(span.getAttributes().asMap()).hasSize(TwoTracers.ATTRIBUTES.size() + 3));
		}
	}

	@Test
	void isNotChangedByWhatIsReadFromIt() {
		try (TwoTracers tracers = new TwoTracers()) {
			ReadWriteSpan span = (ReadWriteSpan) tracers.ours();
			span.setAttribute("rows", 1);
			SpanData before = span.toSpanData();
			Attributes attributes = span.getAttributes();
			span.setAttribute("rows", 2).setAttribute("more", true).addEvent("e");
			assertThat(before.getAttributes()).isEqualTo(attributes);
			assertThat(before.getAttributes().get(AttributeKey.longKey("rows"))).isOne();
			assertThat(before.getEvents()).isEmpty();
			assertThat(before.hasEnded()).isFalse();
			assertThat(span.getAttribute(AttributeKey.longKey("rows"))).isEqualTo(2);
		}
	}

	@Test
	void takesWhatManyThreadsSayAtOnce() throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(8);
		try (TwoTracers tracers = new TwoTracers()) {
			for (int round = 0; round < 200; round++) {
				Span span = tracers.ours();
				List<Future<?>> threads = new ArrayList<>();
				for (int thread = 0; thread < 8; thread++) {
					String key = "thread " + thread;
					threads.add(executor.submit(() -> {
						for (int i = 0; i < 5; i++) {
							span.setAttribute(key + " " + i, i).addEvent(key);
						}
					}));
				}
				for (Future<?> thread : threads) {
					thread.get();
				}
				for (int thread = 0; thread < 8; thread++) {
					threads.set(thread, executor.submit(() -> span.end()));
				}
				for (Future<?> thread : threads) {
					thread.get();
				}
				assertThat(tracers.exported()).singleElement().satisfies((exported) -> {
					assertThat(exported.getAttributes().size()).isEqualTo(TwoTracers.ATTRIBUTES.size() + 40);
					assertThat(exported.getEvents()).hasSize(40);
				});
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	private static void assertSame(SpanLimits limits, List<Consumer<Span>> operations) {
		try (TwoTracers tracers = new TwoTracers((builder) -> builder.setSpanLimits(limits))) {
			Span ours = tracers.ours();
			assertThat(ours).isInstanceOf(PreparedSpan.class);
			ReadWriteSpan one = (ReadWriteSpan) ours;
			ReadWriteSpan other = (ReadWriteSpan) tracers.ofTheSdk();
			for (Consumer<Span> operation : operations) {
				operation.accept(one);
				operation.accept(other);
				assertThat(one.isRecording()).isEqualTo(other.isRecording());
			}
			assertSame(one.toSpanData(), other.toSpanData());
			assertThat(one.getAttributes().asMap()).isEqualTo(other.getAttributes().asMap());
			assertThat(one.getName()).isEqualTo(other.getName());
			assertThat(one.hasEnded()).isEqualTo(other.hasEnded());
			assertThat(one.getLatencyNanos()).isEqualTo(other.getLatencyNanos());
			one.end();
			other.end();
			List<SpanData> exported = tracers.exported();
			assertThat(exported).hasSize(2);
			boolean oursFirst = exported.get(0).getSpanId().equals(one.getSpanContext().getSpanId());
			assertSame(exported.get(oursFirst ? 0 : 1), exported.get(oursFirst ? 1 : 0));
		}
	}

	@SuppressWarnings("deprecation")
	private static void assertSame(SpanData one, SpanData other) {
		assertThat(one.getName()).isEqualTo(other.getName());
		assertThat(one.getKind()).isEqualTo(other.getKind());
		assertThat(one.getTraceId()).isEqualTo(other.getTraceId());
		assertThat(one.getSpanContext().getTraceFlags()).isEqualTo(other.getSpanContext().getTraceFlags());
		assertThat(one.getSpanContext().getTraceState()).isEqualTo(other.getSpanContext().getTraceState());
		assertThat(one.getParentSpanContext()).isEqualTo(other.getParentSpanContext());
		assertThat(one.getStatus()).isEqualTo(other.getStatus());
		assertThat(one.getStartEpochNanos()).isEqualTo(other.getStartEpochNanos());
		assertThat(one.getEndEpochNanos()).isEqualTo(other.getEndEpochNanos());
		assertThat(one.hasEnded()).isEqualTo(other.hasEnded());
		assertThat(one.getResource()).isEqualTo(other.getResource());
		assertThat(one.getInstrumentationScopeInfo()).isEqualTo(other.getInstrumentationScopeInfo());
		assertThat(one.getInstrumentationLibraryInfo()).isEqualTo(other.getInstrumentationLibraryInfo());
		assertThat(one.getAttributes().asMap()).isEqualTo(other.getAttributes().asMap());
		assertThat(one.getAttributes().size()).isEqualTo(other.getAttributes().size());
		assertThat(one.getTotalAttributeCount()).isEqualTo(other.getTotalAttributeCount());
		assertThat(one.getTotalRecordedEvents()).isEqualTo(other.getTotalRecordedEvents());
		assertThat(one.getTotalRecordedLinks()).isEqualTo(other.getTotalRecordedLinks());
		assertThat(one.getEvents()).map(PreparedSpanTests::told).isEqualTo(told(other.getEvents()));
		assertThat(one.getLinks()).map(LinkData::getSpanContext)
			.isEqualTo(other.getLinks().stream().map(LinkData::getSpanContext).toList());
		assertThat(one.getLinks()).map((link) -> link.getAttributes().asMap())
			.isEqualTo(other.getLinks().stream().map((link) -> link.getAttributes().asMap()).toList());
	}

	private static List<List<Object>> told(List<EventData> events) {
		return events.stream().map(PreparedSpanTests::told).toList();
	}

	// Not the trace of the stack, in which the operation stands on another line
	private static List<Object> told(EventData event) {
		Attributes attributes = event.getAttributes();
		return List.of(event.getName(), event.getEpochNanos(), event.getTotalAttributeCount(), attributes.size(),
				attributes.toBuilder().remove(AttributeKey.stringKey("exception.stacktrace")).build().asMap());
	}

	private static Attributes many() {
		return Attributes.builder().put("m1", 1).put("m2", "two").put("m3", false).build();
	}

	@SuppressWarnings({ "NullAway", "TypeParameterUnusedInFormals" })
	private static <T> T nothing() {
		return null;
	}

}
