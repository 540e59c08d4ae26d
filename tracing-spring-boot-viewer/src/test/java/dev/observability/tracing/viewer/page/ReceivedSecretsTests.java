// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

import dev.observability.tracing.viewer.otlp.OtlpWriter;
import dev.observability.tracing.viewer.otlp.ProtoRecords;
import dev.observability.tracing.viewer.ring.Ring;
import dev.observability.tracing.viewer.ring.RingLimits;
import dev.observability.tracing.viewer.ring.Spans;
import dev.observability.tracing.viewer.trace.Fields;
import dev.observability.tracing.viewer.trace.FieldsBuilder;
import dev.observability.tracing.viewer.trace.LogLine;
import dev.observability.tracing.viewer.trace.Origin;
import dev.observability.tracing.viewer.trace.SpanRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that no secret which others send comes out of the page, whichever way it came in
 * and by whichever exit.
 */
class ReceivedSecretsTests {

	private static final String SECRET = "s3cr3tZ";

	private static final String URL = "http://user:" + SECRET + "@host/x?token=" + SECRET;

	private static final String MASKED_URL = "http://REDACTED:REDACTED@host/x?token=REDACTED";

	/** What tells that there is a password stands behind what is kept of it. */
	private static final String CUT = "http://user:" + SECRET.repeat(1000) + "@host";

	private static final Spans TRACE = Spans.of(1);

	private static final Origin ORIGIN = new Origin(
			new FieldsBuilder().put("service.name", "python").put("build.url", URL).build(), "scope " + URL, "1 " + URL,
			new FieldsBuilder().put("url.query", "t=" + SECRET).build());

	private final Page page = new Page(
			new Ring(new RingLimits(8 << 20, 100, 10_000, 1000, TimeUnit.SECONDS.toNanos(1),
					TimeUnit.MINUTES.toNanos(30))),
			new Access(null, false, Set.of(), Networks.of(List.of())),
			new PageInfo("gateway", "0.1.0", (request) -> ""), List::of);

	private static Fields secrets() {
		Fields nested = new FieldsBuilder().put("url.query", "t=" + SECRET)
			.put(URL, 1L)
			.put("list", List.<Object>of(List.of(URL), "kept"))
			.put("apiKey", SECRET)
			.build();
		return new FieldsBuilder().put("url.full", URL)
			.put("url.query", "t=" + SECRET + "&" + SECRET)
			.put("url.fragment", SECRET)
			.put("http.target", "/x?" + SECRET)
			.put("db.url", "jdbc:h2:mem:x;PASSWORD=" + SECRET)
			.put("http.request.header.referer", List.of(URL, URL))
			.put("nested", nested)
			.put("deep", List.<Object>of(nested, List.of(nested)))
			.put("number", 47L)
			.put("userPassword", SECRET)
			.put("http.request.header.cookie", List.of("a=" + SECRET))
			.put("note", "used Bearer " + SECRET + ", card 4111 1111 1111 1111, DE89370400440532013000")
			.put("body", "{\"token\":\"" + SECRET + "\",\"jwt\":\"eyJhbGciOiJub25lIn0." + SECRET + "\"}")
			.put("cut", "x".repeat(4000) + CUT)
			.put("exception.type", "org.postgresql.util.PSQLException")
			.put("exception.message", "bad '" + SECRET + "'")
			.put("exception.stacktrace", "Key (email)=(" + SECRET + ")\n\tat a.B.c(B.java:1)\n")
			.put(URL.replace("token", "page"), "by its key")
			.build();
	}

	private static SpanRecord span() {
		SpanRecord plain = TRACE.root("GET " + URL);
		return new SpanRecord(plain.trace(), plain.id(), 0, 1, "", ORIGIN, plain.name(), SpanRecord.SERVER, 1, 2,
				SpanRecord.ERROR, "bad '" + SECRET + "' at " + URL, secrets(),
				List.of(new SpanRecord.Event(1, "event " + URL, secrets())),
				List.of(new SpanRecord.Link(TRACE.trace(), 1, secrets())), SpanRecord.Dropped.NONE);
	}

	private static List<LogLine> lines() {
		return List.of(
				new LogLine(TRACE.trace(), 1, 1, 9, "INFO", "said " + URL + " with password=" + SECRET, secrets(),
						ORIGIN),
				new LogLine(TRACE.trace(), 1, 2, 9, "INFO", "Key (email)=(" + SECRET + ")", secrets(), ORIGIN),
				new LogLine(TRACE.trace(), 1, 3, 9, "INFO", "x".repeat(2000) + CUT, Fields.EMPTY, ORIGIN));
	}

	private String json(String path) {
		PageResponse response = this.page.answer(TestRequest.get(path));
		assertThat(response.status()).isEqualTo(200);
		return new String(response.body(), StandardCharsets.UTF_8);
	}

	@ParameterizedTest
	@EnumSource
	void comeOutByNoExit(Way way) throws IOException {
		way.send(this.page);
		String trace = json("/api/traces/" + TRACE.trace());
		assertThat(trace).contains("GET " + MASKED_URL, "said " + MASKED_URL, "bad '?' at " + MASKED_URL,
				"{\"key\":\"number\",\"value\":{\"intValue\":\"47\"}}", "\"kept\"", "by its key", "\"linkedFrom\":[{",
				"Key (email)=(?)\\n\\tat a.B.c(B.java:1)");
		assertThat(this.page.trace(TRACE.trace())).asString().isEqualTo(trace);
		for (String exit : List.of(trace, json("/api/traces"), json("/api/facets"), json("/api/jobs"),
				new String(this.page.traces(Map.of()), StandardCharsets.UTF_8))) {
			assertThat(exit).doesNotContain("s3cr").doesNotContain("4111 1111").doesNotContain("DE8937");
		}
	}

	@ParameterizedTest
	@EnumSource
	void areNotFound(Way way) throws IOException {
		way.send(this.page);
		assertThat(json("/api/traces?attribute=number=47")).contains("\"matched\":1");
		for (String query : List.of("name=s3cr", "attribute=url.query=s3cr", "attribute=build.url=s3cr",
				"attribute=nested=s3cr", "attribute=deep=s3cr")) {
			assertThat(json("/api/traces?" + query)).contains("\"matched\":0");
		}
	}

	/** How spans and log lines come in. */
	enum Way {

		PROTOBUF {

			@Override
			void send(Page page) {
				post(page, "/v1/traces", "application/x-protobuf", ProtoRecords.traces(List.of(span())).toByteArray());
				post(page, "/v1/logs", "application/x-protobuf", ProtoRecords.logs(lines()).toByteArray());
			}

		},

		JSON {

			@Override
			void send(Page page) {
				post(page, "/v1/traces", "application/json", OtlpWriter.traces(List.of(span())));
				post(page, "/v1/logs", "application/json", OtlpWriter.logs(lines()));
			}

		},

		PACKED {

			@Override
			void send(Page page) throws IOException {
				packed(page, "/v1/traces", ProtoRecords.traces(List.of(span())).toByteArray());
				packed(page, "/v1/logs", ProtoRecords.logs(lines()).toByteArray());
			}

		},

		FILE {

			@Override
			void send(Page page) throws IOException {
				ByteArrayOutputStream file = new ByteArrayOutputStream();
				file.write(OtlpWriter.traces(List.of(span())));
				file.write(OtlpWriter.logs(lines()));
				post(page, "/api/import", "application/json", file.toByteArray());
			}

		};

		abstract void send(Page page) throws IOException;

		private static void packed(Page page, String path, byte[] body) throws IOException {
			ByteArrayOutputStream packed = new ByteArrayOutputStream();
			try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
				gzip.write(body);
			}
			assertThat(page
				.answer(TestRequest.of("POST", path)
					.body("application/x-protobuf", packed.toByteArray())
					.header("Content-Encoding", "gzip"))
				.status()).isEqualTo(200);
		}

		private static void post(Page page, String path, String type, byte[] body) {
			assertThat(page.answer(TestRequest.of("POST", path).body(type, body)).status()).isEqualTo(200);
		}

	}

}
