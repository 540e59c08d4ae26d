// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.util.Collection;
import java.util.List;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SpanRedaction}.
 */
class SpanRedactionTests {

	private static final String URL = "http://user:secret@host/x?token=secret";

	private static final String MASKED = "http://REDACTED:REDACTED@host/x?token=REDACTED";

	private static final SpanContext CONTEXT = SpanContext.create("0af7651916cd43dd8448eb211c80319c",
			"00f067aa0ba902b7", TraceFlags.getSampled(), TraceState.getDefault());

	private final SpanRedaction redaction = new SpanRedaction();

	@ParameterizedTest
	@CsvSource({ "http.url, /x?t=secret, /x?t=REDACTED", "url.full, user:secret@host, REDACTED:REDACTED@host",
			"http.target, /x?secret, /x?REDACTED", "uri, /x?t=secret, /x?t=REDACTED", "url.query, t=secret, t=REDACTED",
			"url.fragment, secret, REDACTED", "anything, see http://h/?t=secret, see http://h/?t=REDACTED",
			"exception.message, Key (a)=(secret) exists, Key (a)=(?) exists",
			"error, Key (a)=(secret) exists, Key (a)=(?) exists" })
	void masksAnAttributeByWhatItsKeySays(String key, String value, String expected) {
		SpanData redacted = this.redaction.redact(span(Attributes.of(AttributeKey.stringKey(key), value)));
		assertThat(redacted.getAttributes()).isEqualTo(Attributes.of(AttributeKey.stringKey(key), expected));
	}

	@Test
	void masksListsAndLeavesEverythingElseOfTheSpan() {
		AttributeKey<List<String>> list = AttributeKey.stringArrayKey("list");
		SpanData span = span(Attributes.builder().put(list, List.of("a", URL)).put("number", 1L).put("b", "c").build());
		SpanData redacted = this.redaction.redact(span);
		assertThat(redacted.getAttributes())
			.isEqualTo(Attributes.builder().put(list, List.of("a", MASKED)).put("number", 1L).put("b", "c").build());
		assertThat(redacted.getSpanContext()).isEqualTo(span.getSpanContext());
		assertThat(redacted.getTotalAttributeCount()).isEqualTo(span.getTotalAttributeCount());
		assertThat(redacted.getEvents()).isSameAs(span.getEvents());
		assertThat(redacted.getEndEpochNanos()).isEqualTo(span.getEndEpochNanos());
	}

	@Test
	void masksNameStatusEventsAndLinks() {
		Attributes attributes = Attributes.of(AttributeKey.stringKey("a"), URL);
		SpanData redacted = this.redaction.redact(builder(Attributes.empty()).setName("GET " + URL)
			.setStatus(StatusData.create(StatusCode.ERROR, "no " + URL))
			.setEvents(List.of(EventData.create(7, "event " + URL, attributes, 9)))
			.setLinks(List.of(LinkData.create(CONTEXT, attributes, 8)))
			.build());
		assertThat(redacted.getName()).isEqualTo("GET " + MASKED);
		assertThat(redacted.getStatus().getDescription()).isEqualTo("no " + MASKED);
		Attributes masked = Attributes.of(AttributeKey.stringKey("a"), MASKED);
		assertThat(redacted.getEvents()).containsExactly(EventData.create(7, "event " + MASKED, masked, 9));
		assertThat(redacted.getLinks()).containsExactly(LinkData.create(CONTEXT, masked, 8));
	}

	@Test
	void messageWithoutTellingWordsIsMaskedWhereTheSpanIsOfADatabase() {
		SpanData span = builder(Attributes.of(AttributeKey.stringKey("db.system.name"), "h2"))
			.setStatus(StatusData.create(StatusCode.ERROR, "bad \"secret\""))
			.build();
		assertThat(this.redaction.redact(span).getStatus().getDescription()).isEqualTo("bad \"?\"");
	}

	@Test
	void messageWithoutTellingWordsIsMaskedWhereTheExceptionIsOfADatabase() {
		SpanData span = builder(Attributes.empty()).setStatus(StatusData.create(StatusCode.ERROR, "bad 'secret'"))
			.setEvents(List.of(EventData.create(1, "exception",
					Attributes.of(AttributeKey.stringKey("exception.type"), "org.postgresql.util.PSQLException",
							AttributeKey.stringKey("exception.message"), "bad 'secret'"))))
			.build();
		SpanData redacted = this.redaction.redact(span);
		assertThat(redacted.toString()).doesNotContain("secret");
		assertThat(redacted.getStatus().getDescription()).isEqualTo("bad '?'");
	}

	@Test
	void batchWithNothingToMaskPassesAsItIs() {
		Collection<SpanData> batch = List.of(span(Attributes.of(AttributeKey.stringKey("a"), "http://host/x")),
				span(Attributes.empty()));
		assertThat(this.redaction.redact(batch)).isSameAs(batch);
	}

	@Test
	void batchKeepsItsOrderAndItsCleanSpans() {
		SpanData first = span(Attributes.empty());
		SpanData second = span(Attributes.of(AttributeKey.stringKey("a"), URL));
		SpanData third = span(Attributes.of(AttributeKey.stringKey("a"), "clean"));
		List<SpanData> redacted = List.copyOf(this.redaction.redact(List.of(first, second, third)));
		assertThat(redacted).hasSize(3);
		assertThat(redacted.get(0)).isSameAs(first);
		assertThat(redacted.get(1).getAttributes().get(AttributeKey.stringKey("a"))).isEqualTo(MASKED);
		assertThat(redacted.get(2)).isSameAs(third);
	}

	private static SpanData span(Attributes attributes) {
		return builder(attributes).build();
	}

	private static TestSpanData.Builder builder(Attributes attributes) {
		return TestSpanData.builder()
			.setName("span")
			.setKind(SpanKind.CLIENT)
			.setSpanContext(CONTEXT)
			.setStatus(StatusData.unset())
			.setStartEpochNanos(1)
			.setEndEpochNanos(2)
			.setHasEnded(true)
			.setTotalAttributeCount(attributes.size() + 3)
			.setAttributes(attributes);
	}

}
