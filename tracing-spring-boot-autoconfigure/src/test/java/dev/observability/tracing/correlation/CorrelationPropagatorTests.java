// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.correlation;

import java.net.URI;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import dev.observability.tracing.propagation.CorrelationId;
import dev.observability.tracing.propagation.OutboundHosts;
import dev.observability.tracing.redaction.Redactor;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.client.ClientRequest;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class CorrelationPropagatorTests {

	private static final String HEADER = "X-Correlation-ID";

	private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";

	private static final Context TRACE = Context.root()
		.with(Span
			.wrap(SpanContext.create(TRACE_ID, "00f067aa0ba902b7", TraceFlags.getSampled(), TraceState.getDefault())));

	private final CorrelationReader reader = new CorrelationReader(
			properties("X-Correlation-ID", "X-Request-ID", "X-Amzn-Trace-Id"), Redactor.standard());

	private final CorrelationPropagator propagator = new CorrelationPropagator(this.reader, HEADER,
			OutboundHosts.defaults());

	@Test
	void takesTheIdFromTheHeader() {
		assertThat(extract(HEADER, "test-correlation-123")).isEqualTo("test-correlation-123");
	}

	@Test
	void prefersTheHeaderToTheFurtherNamesAndThoseInTheirOrder() {
		assertThat(extract("X-Amzn-Trace-Id", "third", "X-Request-ID", "second", HEADER, "first")).isEqualTo("first");
		assertThat(extract("X-Amzn-Trace-Id", "third", "X-Request-ID", "second")).isEqualTo("second");
		assertThat(extract("X-Amzn-Trace-Id", "third")).isEqualTo("third");
	}

	@Test
	void theFirstValidLineWinsAndWhatComesBeforeItIsCounted() {
		assertThat(extract(HEADER, "not valid", HEADER, "", HEADER, "one", HEADER, "two", HEADER, "also not"))
			.isEqualTo("one");
		assertThat(this.reader.refused(CorrelationRefusal.CHARACTERS)).isOne();
		assertThat(this.reader.refused(CorrelationRefusal.EMPTY)).isOne();
		assertThat(this.reader.refused(CorrelationRefusal.TOO_LONG)).isZero();
	}

	@Test
	void fallsBackToAFurtherNameWhereTheHeaderIsNotValid() {
		assertThat(extract(HEADER, "a b", "X-Request-ID", "valid")).isEqualTo("valid");
		assertThat(this.reader.refused(CorrelationRefusal.CHARACTERS)).isOne();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a b", "a\r\nX-Injected: 1", "\u00e9", "a,b" })
	void leavesTheContextAsItIsWithoutAValidId(String value) {
		Context context = Context.root();
		assertThat(this.propagator.extract(context, carrier(HEADER, value), new LinesGetter())).isSameAs(context);
		assertThat(IntStream.range(0, CorrelationRefusal.values().length)
			.mapToLong((reason) -> this.reader.refused(CorrelationRefusal.values()[reason]))
			.sum()).isOne();
	}

	@Test
	void whatHasTheFormOfASecretIsNotTaken() {
		assertThat(extract(HEADER, "4111-1111-1111-1111", "X-Request-ID", "valid")).isEqualTo("valid");
		assertThat(extract(HEADER, "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl")).isNull();
		assertThat(this.reader.refused(CorrelationRefusal.SECRET)).isEqualTo(2);
	}

	@Test
	void countsAHugeValueByItsLength() {
		extract(HEADER, "x".repeat(65_536));
		assertThat(this.reader.refused(CorrelationRefusal.TOO_LONG)).isOne();
	}

	@Test
	void countsNothingWhereNothingWasSent() {
		assertThat(extract()).isNull();
		assertThat(this.propagator.extract(TRACE, null, new LinesGetter())).isSameAs(TRACE);
		for (CorrelationRefusal refusal : CorrelationRefusal.values()) {
			assertThat(this.reader.refused(refusal)).isZero();
		}
	}

	@Test
	void keepsTheIdOfTheContextWhereTheCarrierHasNone() {
		Context context = CorrelationId.with(Context.root(), "mine");
		assertThat(CorrelationId.of(this.propagator.extract(context, carrier(HEADER, "b a d"), new LinesGetter())))
			.isEqualTo("mine");
	}

	@Test
	void leavesBaggageAlone() {
		Context context = this.propagator.extract(Context.root(), carrier(HEADER, "id"), new LinesGetter());
		assertThat(Baggage.fromContext(context).isEmpty()).isTrue();
	}

	@Test
	void readsACarrierThatKnowsNoLines() {
		Context context = this.propagator.extract(Context.root(), Map.of("X-Request-ID", "one"), new MapGetter());
		assertThat(CorrelationId.of(context)).isEqualTo("one");
	}

	@Test
	void handsTheSentIdOn() {
		assertThat(inject(CorrelationId.with(TRACE, "sent"))).containsExactly(Map.entry(HEADER, "sent"));
	}

	@Test
	void handsTheTraceIdOnWhereNobodySentOne() {
		assertThat(inject(TRACE)).containsExactly(Map.entry(HEADER, TRACE_ID));
	}

	@Test
	void makesNoIdOfATraceThatOthersMade() {
		Context passedOn = Context.root()
			.with(Span.wrap(SpanContext.createFromRemoteParent(TRACE_ID, "00f067aa0ba902b7", TraceFlags.getSampled(),
					TraceState.getDefault())));
		assertThat(inject(passedOn)).isEmpty();
		assertThat(inject(CorrelationId.with(passedOn, "sent"))).containsExactly(Map.entry(HEADER, "sent"));
	}

	@Test
	void handsNothingOnWithoutHosts() {
		CorrelationPropagator reading = new CorrelationPropagator(this.reader, HEADER, null);
		Map<String, String> carrier = new HashMap<>();
		reading.inject(CorrelationId.with(TRACE, "sent"), carrier, (map, name, value) -> carrier.put(name, value));
		assertThat(carrier).isEmpty();
		assertThat(reading.fields()).isEmpty();
		assertThat(CorrelationId.sent(reading.extract(Context.root(), carrier(HEADER, "sent"), new LinesGetter())))
			.isEqualTo("sent");
	}

	@Test
	void whatACarrierThrowsIsCountedAndLoggedOnceWithoutTheId(CapturedOutput output) {
		for (int i = 0; i < 3; i++) {
			this.propagator.inject(TRACE, "read only", (carrier, name, value) -> {
				throw new UnsupportedOperationException(value);
			});
			assertThat(this.propagator.extract(TRACE, carrier(), new BrokenGetter())).isSameAs(TRACE);
		}
		assertThat(this.reader.failed()).isEqualTo(6);
		assertThat(output).containsOnlyOnce("Could not write a correlation id").doesNotContain(TRACE_ID);
	}

	@Test
	void survivesLinesThatAreNull() {
		MultiValueMap<String, String> carrier = carrier(HEADER, "n o");
		carrier.add(HEADER, null);
		carrier.add(HEADER, "one");
		assertThat(CorrelationId.of(this.propagator.extract(Context.root(), carrier, new LinesGetter())))
			.isEqualTo("one");
		assertThat(this.reader.failed()).isZero();
	}

	@Test
	void handsNothingOnOutsideOfATrace() {
		assertThat(inject(Context.root())).isEmpty();
	}

	@Test
	void namesTheHeaderThatItWrites() {
		assertThat(this.propagator.fields()).containsExactly(HEADER);
	}

	@Test
	void leavesAHeaderThatTheApplicationSetOnARestClientCall() throws Exception {
		ClientHttpRequest call = new SimpleClientHttpRequestFactory().createRequest(URI.create("http://localhost"),
				HttpMethod.GET);
		call.getHeaders().set("x-correlation-id", "own");
		this.propagator.inject(TRACE, call, (carrier, name, value) -> call.getHeaders().set(name, value));
		assertThat(call.getHeaders().get(HEADER)).containsExactly("own");
		call.getHeaders().clear();
		this.propagator.inject(TRACE, call, (carrier, name, value) -> call.getHeaders().set(name, value));
		assertThat(call.getHeaders().get(HEADER)).containsExactly(TRACE_ID);
	}

	@Test
	void leavesAHeaderThatTheApplicationSetOnAWebClientCall() {
		ClientRequest.Builder own = ClientRequest.create(HttpMethod.GET, URI.create("http://localhost"))
			.header(HEADER, "own");
		this.propagator.inject(TRACE, own, (carrier, name, value) -> own.header(name, value));
		assertThat(own.build().headers().get(HEADER)).containsExactly("own");
		ClientRequest.Builder other = ClientRequest.create(HttpMethod.GET, URI.create("http://localhost"));
		this.propagator.inject(TRACE, other, (carrier, name, value) -> other.header(name, value));
		assertThat(other.build().headers().get(HEADER)).containsExactly(TRACE_ID);
	}

	@Test
	void countsAndReadsFromManyThreads() throws Exception {
		Set<String> ids = ConcurrentHashMap.newKeySet();
		CountDownLatch start = new CountDownLatch(1);
		ExecutorService executor = Executors.newFixedThreadPool(8);
		List<? extends Future<?>> threads = IntStream.range(0, 8).mapToObj((thread) -> executor.submit(() -> {
			start.await();
			for (int i = 0; i < 1_000; i++) {
				ids.add(String.valueOf(extract(HEADER, "b a d", HEADER, "id-" + thread)));
			}
			return null;
		})).toList();
		start.countDown();
		for (Future<?> thread : threads) {
			thread.get();
		}
		executor.shutdown();
		assertThat(ids).hasSize(8);
		assertThat(this.reader.refused(CorrelationRefusal.CHARACTERS)).isEqualTo(8_000);
	}

	private @Nullable String extract(String... lines) {
		return CorrelationId.of(this.propagator.extract(Context.root(), carrier(lines), new LinesGetter()));
	}

	private Map<String, String> inject(Context context) {
		Map<String, String> carrier = new HashMap<>();
		this.propagator.inject(context, carrier, (map, name, value) -> carrier.put(name, value));
		return carrier;
	}

	private static MultiValueMap<String, String> carrier(String... lines) {
		MultiValueMap<String, String> carrier = new LinkedMultiValueMap<>();
		for (int i = 0; i < lines.length; i += 2) {
			carrier.add(lines[i], lines[i + 1]);
		}
		return carrier;
	}

	static CorrelationProperties properties(String header, String... accepted) {
		return new CorrelationProperties(true, header, List.of(accepted), true, true, "false", false);
	}

	private static final class LinesGetter implements TextMapGetter<MultiValueMap<String, String>> {

		@Override
		public Iterable<String> keys(MultiValueMap<String, String> carrier) {
			return carrier.keySet();
		}

		@Override
		public @Nullable String get(@Nullable MultiValueMap<String, String> carrier, String key) {
			return (carrier != null) ? carrier.getFirst(key) : null;
		}

		@Override
		public Iterator<String> getAll(@Nullable MultiValueMap<String, String> carrier, String key) {
			return (carrier != null) ? carrier.getOrDefault(key, List.of()).iterator() : Collections.emptyIterator();
		}

	}

	private static final class MapGetter implements TextMapGetter<Map<String, String>> {

		@Override
		public Iterable<String> keys(Map<String, String> carrier) {
			return carrier.keySet();
		}

		@Override
		public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
			return (carrier != null) ? carrier.get(key) : null;
		}

	}

	private static final class BrokenGetter implements TextMapGetter<Object> {

		@Override
		public Iterable<String> keys(Object carrier) {
			return List.of();
		}

		@Override
		public @Nullable String get(@Nullable Object carrier, String key) {
			throw new LinkageError("mixed versions");
		}

	}

}
