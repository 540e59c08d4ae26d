// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.trace;

import java.util.ArrayList;
import java.util.List;

import dev.observability.tracing.redaction.ApplicationRedaction;
import dev.observability.tracing.redaction.Redactor;
import dev.observability.tracing.viewer.ring.Spans;
import org.junit.jupiter.api.Test;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MaskedSink} and {@link RecordMask}.
 */
class MaskedSinkTests {

	private static final Fields H2 = new FieldsBuilder().put("exception.type", "org.h2.jdbc.JdbcSQLDataException")
		.put("exception.message", "bad 'secret'")
		.build();

	private final List<SpanRecord> spans = new ArrayList<>();

	private final List<LogLine> lines = new ArrayList<>();

	private final TraceSink kept = new TraceSink() {

		@Override
		public void span(SpanRecord span) {
			MaskedSinkTests.this.spans.add(span);
		}

		@Override
		public void line(LogLine line) {
			MaskedSinkTests.this.lines.add(line);
		}

	};

	private MaskedSink sink = new MaskedSink(this.kept, new RecordMask(Redactor.standard()));

	private void redaction(String... properties) {
		MockEnvironment environment = new MockEnvironment();
		for (String property : properties) {
			int sign = property.indexOf('=');
			environment.setProperty("observability.tracing.redaction." + property.substring(0, sign),
					property.substring(sign + 1));
		}
		this.sink = new MaskedSink(this.kept, new RecordMask(ApplicationRedaction.early(environment)));
	}

	private SpanRecord masked(SpanRecord span) {
		this.sink.span(span);
		return this.spans.get(this.spans.size() - 1);
	}

	private LogLine masked(LogLine line) {
		this.sink.line(line);
		return this.lines.get(this.lines.size() - 1);
	}

	private static SpanRecord span(String name, String message, Fields fields, List<SpanRecord.Event> events) {
		return new SpanRecord(Spans.of(1).trace(), 1, 0, 1, "ot=th:8;rv:9b8233f7e3a151", Spans.origin("orders"), name,
				SpanRecord.SERVER, 0, 1, SpanRecord.ERROR, message, fields, events, List.of(), SpanRecord.Dropped.NONE);
	}

	private static LogLine line(String text, Fields fields) {
		return new LogLine(Spans.of(1).trace(), 1, 7, 9, "INFO", text, fields, Spans.origin("orders"));
	}

	@Test
	void whatHasNoSecretIsTheSame() {
		Fields fields = new FieldsBuilder().put("http.route", "/orders/{id}")
			.put("list", List.<Object>of("a", 1L, true, 1.5))
			.put("bytes", new Fields.Bytes("AAE="))
			.put("nested", new FieldsBuilder().put("a", "b").build())
			.build();
		SpanRecord span = span("GET /orders/{id}", "no", fields, List.of());
		assertThat(masked(span)).isEqualTo(span);
		assertThat(masked(span).fields()).isSameAs(fields);
		LogLine line = line("Order 7 'placed'", fields);
		assertThat(masked(line)).isEqualTo(line);
	}

	@Test
	void whatIsBelowTheKeyOfASecretIsHiddenAsAWhole() {
		Fields user = new FieldsBuilder().put("user", "bob").put("value", "hunter2").put("pin", 1234L).build();
		Fields fields = new FieldsBuilder().put("credentials", user)
			.put("password", new Fields.Bytes("aHVudGVyMg=="))
			.put("apiKey", List.<Object>of(user, new Fields.Bytes("aHVudGVyMg=="), List.of("hunter2")))
			.put("kept", new FieldsBuilder().put("secret", user).put("list", List.of(user.get("user"))).build())
			.build();
		String expected = "{credentials=REDACTED, password=REDACTED, apiKey=[REDACTED, REDACTED, [REDACTED]], "
				+ "kept={secret=REDACTED, list=[bob]}}";
		assertThat(masked(span("save", "", fields, List.of())).fields()).hasToString(expected);
		assertThat(masked(line("saved", fields)).fields()).hasToString(expected);
		assertThat(this.sink.body(fields)).hasToString(expected);
	}

	@Test
	void aNumberOfACardIsHiddenAsInATextToo() {
		Fields fields = new FieldsBuilder().put("card", 4111111111111111L)
			.put("list", List.<Object>of(4111111111111111L, 7L))
			.put("nested", new FieldsBuilder().put("number", 4111111111111111L).put("count", 7L).build())
			.build();
		String expected = "{card=REDACTED, list=[REDACTED, 7], nested={number=REDACTED, count=7}}";
		assertThat(masked(span("pay", "", fields, List.of())).fields()).hasToString(expected);
		assertThat(masked(line("paid", fields)).fields()).hasToString(expected);
	}

	@Test
	void keysThatAreSecretsAreMasked() {
		Fields fields = new FieldsBuilder().put("DE89370400440532013000", 12L)
			.put("nested", new FieldsBuilder().put("4111 1111 1111 1111", "a").build())
			.build();
		String expected = "{REDACTED=12, nested={REDACTED=a}}";
		assertThat(masked(span("pay", "", fields, List.of())).fields()).hasToString(expected);
		assertThat(masked(line("paid", fields)).fields()).hasToString(expected);
	}

	@Test
	void keysStayWithAListOfAllowedKeys() {
		redaction("allowed-keys=order.*");
		Fields fields = new FieldsBuilder().put("order.id", "7")
			.put("order.count", 7L)
			.put("unlisted", "a")
			.put("unlisted.count", 7L)
			.put("unlisted.list", List.of(7L))
			.put("http.route", "/orders")
			.build();
		String expected = "{order.id=7, order.count=7, unlisted=REDACTED, http.route=/orders}";
		SpanRecord span = masked(new SpanRecord(Spans.of(1).trace(), 1, 0, 1, "", Spans.origin("orders"), "pay",
				SpanRecord.SERVER, 0, 1, SpanRecord.ERROR, "", fields, List.of(new SpanRecord.Event(1, "e", fields)),
				List.of(new SpanRecord.Link(Spans.of(2).trace(), 1, fields)), SpanRecord.Dropped.NONE));
		assertThat(span.fields()).hasToString(expected);
		assertThat(span.events().get(0).fields()).hasToString(expected);
		assertThat(span.links().get(0).fields()).hasToString(expected);
		assertThat(masked(line("paid", fields)).fields()).hasToString(expected);
		assertThat(this.sink.body(List.<Object>of(fields, "text"))).hasToString("[" + expected + ", text]");
		assertThat(span.origin()).isEqualTo(Spans.origin("orders"));
	}

	@Test
	void keysGoWithTheirValuesWhereTheyAreToBeDropped() {
		redaction("mode=drop", "keys=tax-id");
		Fields fields = new FieldsBuilder().put("password", "hunter2")
			.put("taxId", List.of("1"))
			.put("credentials", new FieldsBuilder().put("a", "b").build())
			.put("kept", "by password=hunter2")
			.build();
		assertThat(masked(span("save", "", fields, List.of())).fields()).hasToString("{kept=by password=REDACTED}");
		assertThat(masked(line("saved", fields)).fields()).hasToString("{kept=by password=REDACTED}");
	}

	@Test
	void aMessageIsMaskedAsThatOfADatabaseWhereTheSpanIsOfOne() {
		Fields database = new FieldsBuilder().put("db.system.name", "h2").put("error.message", "bad 'secret'").build();
		SpanRecord span = masked(span("select", "bad 'secret'", database, List.of()));
		assertThat(span.statusMessage()).isEqualTo("bad '?'");
		assertThat(span.fields().text("error.message")).isEqualTo("bad '?'");
	}

	@Test
	void aMessageIsMaskedAsThatOfADatabaseWhereAnExceptionIsOfOne() {
		SpanRecord span = masked(
				span("save", "bad 'secret'", Fields.EMPTY, List.of(new SpanRecord.Event(1, "exception", H2))));
		assertThat(span.toString()).doesNotContain("secret").contains("org.h2.jdbc.JdbcSQLDataException");
		assertThat(masked(line("failed", H2)).fields())
			.hasToString("{exception.type=org.h2.jdbc.JdbcSQLDataException, exception.message=bad '?'}");
	}

	@Test
	void whatALineSaysIsMaskedAsAMessage() {
		Fields fields = new FieldsBuilder().put("cause", "Key (email)=(secret) exists").build();
		LogLine line = masked(line("404 Not Found: \"secret\"", fields));
		assertThat(line.text()).isEqualTo("404 Not Found: \"?\"");
		assertThat(line.fields()).hasToString("{cause=Key (email)=(?) exists}");
	}

	@Test
	void whatIsMaskedStaysAsItIs() {
		Fields fields = new FieldsBuilder().put("thread.name", "http-nio-8080-exec-1")
			.put("exception.type", "org.h2.jdbc.JdbcSQLDataException")
			.put("exception.stacktrace",
					"java.lang.IllegalStateException: no order ?\n\tat a.B7.c(B7.java:12)\n\t... 12 more\n"
							+ "Caused by: org.h2.jdbc.JdbcSQLDataException: Data conversion error \"?\" [22018-240]\n"
							+ "\tat org.h2.message.DbException.get(DbException.java:506)\n"
							+ "\tSuppressed: java.io.IOException: http://REDACTED:REDACTED@host/x?a=REDACTED\n"
							+ "\t[CIRCULAR REFERENCE: java.io.IOException]\n")
			.put("url.fragment", "REDACTED")
			.build();
		LogLine line = line("Order 7 failed at http://host/x?a=REDACTED", fields);
		assertThat(masked(line)).isEqualTo(line);
		SpanRecord span = span("save", "Data conversion error \"?\" [22018-240]", fields,
				List.of(new SpanRecord.Event(1, "exception", fields)));
		assertThat(masked(span)).isEqualTo(span);
	}

	@Test
	void whatBecameTooLongIsCutAgain() {
		String name = "/x?" + "a=1&".repeat(255);
		SpanRecord span = masked(
				span(name, "see " + name.repeat(3), new FieldsBuilder().put("a", name.repeat(3)).build(),
						List.of(new SpanRecord.Event(1, name, Fields.EMPTY))));
		assertThat(span.name()).hasSize(SpanRecord.MAX_NAME).startsWith("/x?a=REDACTED&a=REDACTED");
		assertThat(span.events().get(0).name()).hasSize(SpanRecord.MAX_NAME);
		assertThat(span.statusMessage()).hasSizeLessThanOrEqualTo(SpanRecord.MAX_STATUS_MESSAGE);
		assertThat(span.fields().text("a")).hasSize(FieldsBuilder.MAX_TEXT);
		assertThat(masked(line(name.repeat(2), Fields.EMPTY)).text()).hasSize(LogLine.MAX_TEXT);
	}

	@Test
	void eachOriginIsMaskedForItself() {
		Origin one = new Origin(new FieldsBuilder().put("a", "/x?t=secret").build(), "one", "", Fields.EMPTY);
		Origin other = new Origin(new FieldsBuilder().put("a", "/y?t=secret").build(), "two", "", Fields.EMPTY);
		SpanRecord span = Spans.of(1).root("GET /");
		assertThat(masked(span.of(one)).origin().resource()).hasToString("{a=/x?t=REDACTED}");
		assertThat(masked(span.of(other)).origin().resource()).hasToString("{a=/y?t=REDACTED}");
		assertThat(masked(span.of(other)).origin()).isSameAs(this.spans.get(1).origin());
		assertThat(masked(Spans.of(1).line(1, "said").of(one)).origin()).isEqualTo(this.spans.get(0).origin());
	}

}
