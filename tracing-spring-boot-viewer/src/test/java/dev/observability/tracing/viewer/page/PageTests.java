// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.page;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

import dev.observability.tracing.viewer.ring.Ring;
import dev.observability.tracing.viewer.ring.RingLimits;
import dev.observability.tracing.viewer.ring.Spans;
import dev.observability.tracing.viewer.trace.Fields;
import dev.observability.tracing.viewer.trace.FieldsBuilder;
import dev.observability.tracing.viewer.trace.RunningJob;
import dev.observability.tracing.viewer.trace.SpanRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Page} and what it answers.
 */
class PageTests {

	private final Ring ring = new Ring(
			new RingLimits(8 << 20, 100, 10_000, 1000, TimeUnit.SECONDS.toNanos(1), TimeUnit.MINUTES.toNanos(30)));

	private final RunningJob job = new RunningJob(Spans.of(9).trace(), 5, "payments", "settlement", "42", 1_000_000L,
			25.0, "Email queued", 1L, null);

	private final Page page = new Page(this.ring, new Access(null, false, Set.of(), Networks.of(List.of())),
			new PageInfo("gateway", "0.1.0", (request) -> "http://localhost:8080/app"), () -> List.of(this.job));

	private String json(TestRequest request) {
		PageResponse response = this.page.answer(request);
		assertThat(response.status()).as(text(response)).isEqualTo(200);
		return text(response);
	}

	private static String text(PageResponse response) {
		return new String(response.body(), StandardCharsets.UTF_8);
	}

	private int status(TestRequest request) {
		return this.page.answer(request).status();
	}

	@Test
	void everyAnswerSaysWhatABrowserMayDo() {
		for (String path : List.of("/", "", "/api/traces", "/nowhere", "/api/nowhere", "/v1/metrics")) {
			assertThat(this.page.answer(TestRequest.get(path)).headers())
				.containsEntry("X-Content-Type-Options", "nosniff")
				.containsEntry("Cross-Origin-Resource-Policy", "same-origin")
				.hasEntrySatisfying("Content-Security-Policy",
						(policy) -> assertThat(policy)
							.contains("default-src 'none'", "require-trusted-types-for 'script'",
									"frame-ancestors 'none'")
							.doesNotContain("unsafe"));
		}
		assertThat(this.page.answer(TestRequest.get("/").from("8.8.8.8")).headers())
			.containsKey("Content-Security-Policy");
	}

	@Test
	void whoeverIsRefusedIsToldWhyAsItCanBeRead() {
		TestRequest request = TestRequest.get("/<b>").header("Host", "<b>evil.example");
		PageResponse toTool = this.page.answer(request);
		assertThat(toTool.headers()).containsEntry("Content-Type", "application/json");
		assertThat(text(toTool)).startsWith("{\"error\":\"This page is not known by that name. Set observability");
		PageResponse toBrowser = this.page
			.answer(request.header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"));
		assertThat(toBrowser.status()).isEqualTo(403);
		assertThat(toBrowser.headers()).containsEntry("Content-Type", "text/html;charset=UTF-8")
			.containsEntry("Cache-Control", "no-store")
			.containsKey("Content-Security-Policy");
		assertThat(text(toBrowser)).startsWith("<!doctype html>")
			.contains("<h1>No access from here</h1>\n<p>This page is not known by that name. Set observability")
			.doesNotContain("<b>", "evil", "<script", "<style", "://");
	}

	@Test
	void thePathWithoutSlashLeadsToThePage() {
		PageResponse response = this.page.answer(TestRequest.get("?trace=1"));
		assertThat(response.status()).isEqualTo(302);
		assertThat(response.headers()).containsEntry("Location", "/app/tracing/?trace=1");
	}

	@Test
	void theFilesOfThePageComePackedOrNot() throws IOException {
		PageResponse plain = this.page.answer(TestRequest.get("/"));
		PageResponse packed = this.page.answer(TestRequest.get("/").header("Accept-Encoding", "gzip, br"));
		assertThat(text(plain)).contains("<!doctype html>");
		assertThat(plain.headers()).containsEntry("Cache-Control", "no-cache").doesNotContainKey("Content-Encoding");
		assertThat(packed.headers()).containsEntry("Content-Encoding", "gzip");
		try (InputStream body = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
			assertThat(body.readAllBytes()).isEqualTo(plain.body());
		}
	}

	@Test
	void allThatThePageNamesIsThere() {
		String index = text(this.page.answer(TestRequest.get("/")));
		List<String> names = Pattern.compile("(?:src|href)=\"\\./([^\"]+)\"")
			.matcher(index)
			.results()
			.map((result) -> result.group(1))
			.toList();
		assertThat(names).hasSizeGreaterThanOrEqualTo(2);
		for (String name : names) {
			PageResponse file = this.page.answer(TestRequest.get("/" + name));
			assertThat(file.status()).as(name).isEqualTo(200);
			assertThat(file.headers()).containsEntry("Cache-Control", "public, max-age=31536000, immutable");
		}
		assertThat(index).doesNotContain("http://").doesNotContain("https://").doesNotContain(" style=");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/assets/../index.html", "/assets/..%2findex.html", "/assets/", "/assets", "/index.html/",
			"/../application.yaml", "/assets/a/b.js", "/assets/.js", "//", "/assets/app.class", "/favicon.ico" })
	void noOtherFileIsThere(String path) {
		assertThat(status(TestRequest.get(path))).isEqualTo(404);
	}

	@Test
	void theListSaysWhatIsKept() {
		this.ring.span(Spans.of(1).failed("POST /orders"));
		this.ring.line(Spans.of(1).line(1, "hello"));
		String list = json(TestRequest.get("/api/traces"));
		assertThat(list).contains("\"total\":1", "\"matched\":1", "\"name\":\"POST /orders\"", "\"kind\":\"SERVER\"",
				"\"status\":\"ERROR\"", "\"logs\":1", "\"services\":[\"orders\"]", "\"jobs\":1",
				"\"durationNanos\":10000000", "\"rootSpanId\":\"0000000000000001\"", "\"queue\":0");
	}

	@Test
	void aTraceSaysWhatOfItIsMissing() {
		this.ring.span(Spans.of(1).root("GET /"));
		for (int i = 0; i < RingLimits.LINES_PER_TRACE + 7; i++) {
			this.ring.line(Spans.of(1).line(1, "line " + i));
		}
		assertThat(json(TestRequest.get("/api/traces"))).contains("\"droppedSpans\":0", "\"droppedLogs\":7");
		assertThat(json(TestRequest.get("/api/traces/" + Spans.of(1).trace()))).contains("\"droppedLogs\":7");
	}

	@Test
	void nothingNewIsNoContent() {
		this.ring.span(Spans.of(1).root("GET /"));
		long sequence = this.ring.sequence();
		assertThat(status(TestRequest.get("/api/changes?since=" + sequence))).isEqualTo(204);
		assertThat(status(TestRequest.get("/api/traces?since=" + sequence))).isEqualTo(204);
		this.ring.span(Spans.of(2).root("GET /"));
		assertThat(json(TestRequest.get("/api/changes?since=" + sequence)))
			.isEqualTo("{\"sequence\":" + this.ring.sequence() + "}");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "status=both", "sort=random", "min=-1", "min=x", "max=NaN", "limit=x", "since=x", "name=%zz" })
	void aFilterWithoutMeaningIsSaidSo(String query) {
		assertThat(status(TestRequest.get("/api/traces?" + query))).isEqualTo(400);
	}

	@Test
	void tooManyFiltersAreRefused() {
		assertThat(status(TestRequest.get("/api/traces?" + "service=a&".repeat(100)))).isEqualTo(400);
	}

	@Test
	void filtersAreDecoded() {
		this.ring.span(Spans.of(1).span(1, 0, "GET /a b&c", 0, 100, 0));
		assertThat(json(TestRequest.get("/api/traces?name=a%20b%26c&min=99.5&service=orders&service=x")))
			.contains("\"matched\":1");
		assertThat(json(TestRequest.get("/api/traces?max=99"))).contains("\"matched\":0", "\"total\":1");
	}

	@Test
	void aTraceComesWithAllThatIsKnown() {
		Spans trace = Spans.of(1);
		this.ring.span(trace.span(1, 0, "POST /orders", 0, 10, 2,
				new FieldsBuilder().put("http.response.status_code", 500L).build()));
		this.ring.line(trace.line(1, "hello"));
		SpanRecord linking = Spans.of(2).root("settle");
		this.ring.span(new SpanRecord(linking.trace(), linking.id(), 0, 1, "", linking.origin(), "settle", 1, 0, 1, 0,
				"", Fields.EMPTY, List.of(), List.of(new SpanRecord.Link(trace.trace(), 1, Fields.EMPTY)),
				SpanRecord.Dropped.NONE));
		String json = json(TestRequest.get("/api/traces/" + trace.trace()));
		assertThat(json).contains("\"resourceSpans\":[", "\"resourceLogs\":[", "\"httpStatus\":500",
				"\"linkedFrom\":[{\"traceId\":\"" + Spans.of(2).trace() + "\"", "\"to\":\"0000000000000001\"}]");
		assertThat(status(TestRequest.get("/api/traces/" + Spans.of(7).trace()))).isEqualTo(404);
		assertThat(status(TestRequest.get("/api/traces/none"))).isEqualTo(404);
	}

	@Test
	void whatWasExportedIsImportedAsItWas() {
		Spans trace = Spans.of(1);
		this.ring
			.span(trace.span(1, 0, "POST /orders", 0, 10, 2, new FieldsBuilder().put("a", "b").put("n", 7L).build()));
		this.ring.span(trace.span(2, 1, "select", 1, 2, 0).of(Spans.origin("payments")));
		this.ring.line(trace.line(1, "hello"));
		String exported = json(TestRequest.get("/api/traces/" + trace.trace()));
		this.ring.clear();
		assertThat(json(TestRequest.of("POST", "/api/import").json(exported)))
			.isEqualTo("{\"traces\":[\"" + trace.trace() + "\"],\"spans\":2,\"logs\":1,\"rejected\":0}");
		String again = json(TestRequest.get("/api/traces/" + trace.trace()));
		assertThat(again.replace("\"imported\":true", "\"imported\":false")).isEqualTo(exported);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[]", "{", "no json", "{\"resourceSpans\":1}", "{}{" })
	void whatIsNoExportIsRefused(String body) {
		assertThat(status(TestRequest.of("POST", "/api/import").json(body))).isEqualTo(400);
	}

	@Test
	void onlyJsonIsImported() {
		assertThat(status(TestRequest.of("POST", "/api/import").body("text/plain", new byte[0]))).isEqualTo(415);
	}

	@Test
	void tracesArePinnedAndCleared() {
		this.ring.span(Spans.of(1).root("GET /"));
		String pin = "/api/traces/" + Spans.of(1).trace() + "/pin";
		assertThat(status(TestRequest.of("PUT", pin))).isEqualTo(204);
		assertThat(json(TestRequest.get("/api/traces"))).contains("\"pinned\":true");
		assertThat(status(TestRequest.of("DELETE", pin))).isEqualTo(204);
		assertThat(json(TestRequest.get("/api/traces"))).contains("\"pinned\":false");
		assertThat(status(TestRequest.of("DELETE", "/api/traces"))).isEqualTo(204);
		assertThat(json(TestRequest.get("/api/traces"))).contains("\"total\":0");
		assertThat(status(TestRequest.of("PUT", pin))).isEqualTo(404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/traces", "/api/changes", "/api/jobs", "/api/facets", "/api/info" })
	void whatIsReadIsNotWritten(String path) {
		assertThat(status(TestRequest.of("POST", path).json("{}"))).isEqualTo(405);
		assertThat(status(TestRequest.of("TRACE", path))).isEqualTo(405);
	}

	@Test
	void jobsThatRunAreTold() {
		assertThat(json(TestRequest.get("/api/jobs"))).contains("\"name\":\"settlement\"", "\"percent\":25.0",
				"\"message\":\"Email queued\"", "\"worker\":null", "\"startMicros\":1000");
	}

	@Test
	void facetsAreWhatSpansHave() {
		this.ring.span(Spans.of(1).span(1, 0, "GET /", 0, 1, 0, new FieldsBuilder().put("http.route", "/").build()));
		assertThat(json(TestRequest.get("/api/facets")))
			.isEqualTo("{\"services\":[\"orders\"],\"names\":[\"GET /\"],\"attributes\":[\"http.route\"]}");
	}

	@Test
	void facetsAreThoseOfAllSpansInOrder() {
		List<String> words = IntStream.range(0, 400).mapToObj((i) -> "word-" + (1000 + i)).toList();
		for (int round = 0; round < 2; round++) {
			for (int i = 0; i < words.size(); i++) {
				int other = words.size() - 1 - i;
				this.ring.span(Spans.of(1 + i % 50)
					.span(1 + i + 1000L * round, 0, words.get(other), i, i + 1, 0,
							new FieldsBuilder().put(words.get(i), 1L).put("all", 2L).build())
					.of(Spans.origin("service-" + i % 3)));
			}
		}
		String all = words.stream().collect(Collectors.joining("\",\"", "\"", "\""));
		assertThat(json(TestRequest.get("/api/facets")))
			.isEqualTo("{\"services\":[\"service-0\",\"service-1\",\"service-2\"],\"names\":[" + all
					+ "],\"attributes\":[\"all\"," + all + "]}");
	}

	@Test
	void facetsHaveABound() {
		for (int i = 0; i < 700; i++) {
			this.ring.span(Spans.of(1).span(1 + i, 0, "name-" + i, 0, 1, 0));
		}
		assertThat(json(TestRequest.get("/api/facets")).split("name-", -1)).hasSize(501);
	}

	@Test
	void thePageKnowsWhereItIs() {
		assertThat(json(TestRequest.get("/api/info"))).contains("\"service\":\"gateway\"",
				"\"basePath\":\"/app/tracing\"", "\"otlp\":\"http://localhost:8080/app/tracing\"",
				"\"application\":\"http://localhost:8080/app\"", "\"slowMillis\":1000", "\"spansPerTrace\":1000",
				"\"ageMillis\":1800000");
	}

	@Test
	void jobsOfAnySizeAreRefusedAsSuch() {
		String large = "{\"service\":\"" + "x".repeat(9 << 20) + "\"}";
		assertThat(this.page.answer(TestRequest.of("POST", "/v1/jobs").json(large)).status()).isEqualTo(413);
		assertThat(this.page.answer(TestRequest.of("POST", "/v1/jobs").header("Content-Encoding", "br").json("{}"))
			.status()).isEqualTo(415);
	}

	@Test
	void theTokenOpensASession() {
		String token = "0123456789abcdef";
		Page closed = new Page(this.ring, new Access(token, true, Set.of(), Networks.of(List.of())),
				new PageInfo("gateway", "0.1.0", (request) -> "http://localhost:8080/app"), List::of);
		assertThat(closed.answer(TestRequest.get("/api/traces")).status()).isEqualTo(401);
		assertThat(text(closed.answer(TestRequest.get("/api/traces")))).contains("\"token\":true");
		for (String wrong : List.of("{\"token\":\"wrong\"}", "{}", "[]", "", "{\"token\":7}", "{\"other\":\"x\"}")) {
			assertThat(closed.answer(TestRequest.of("POST", "/api/session").json(wrong)).status()).isEqualTo(401);
		}
		PageResponse opened = closed
			.answer(TestRequest.of("POST", "/api/session").json("{\"token\":\"" + token + "\"}"));
		assertThat(opened.status()).isEqualTo(204);
		String cookie = opened.headers().getOrDefault("Set-Cookie", "");
		assertThat(
				closed.answer(TestRequest.get("/api/traces").header("Cookie", cookie.substring(0, cookie.indexOf(';'))))
					.status())
			.isEqualTo(200);
	}

	@Test
	void otherServicesSendOtlp() {
		String id = Spans.of(5).trace().toString();
		String spans = "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"" + id
				+ "\",\"spanId\":\"00000000000000aa\",\"name\":\"from elsewhere\",\"startTimeUnixNano\":\"1\","
				+ "\"endTimeUnixNano\":\"2\"}]}],\"resource\":{\"attributes\":[{\"key\":\"service.name\",\"value\":"
				+ "{\"stringValue\":\"python\"}}]}}]}";
		assertThat(json(TestRequest.of("POST", "/v1/traces").json(spans))).isEqualTo("{}");
		assertThat(json(TestRequest.get("/api/traces"))).contains("\"name\":\"from elsewhere\"",
				"\"service\":\"python\"");
		assertThat(status(TestRequest.of("POST", "/v1/traces").json("{"))).isEqualTo(400);
		assertThat(status(TestRequest.of("POST", "/v1/traces").body("text/plain", new byte[0]))).isEqualTo(415);
		assertThat(status(TestRequest.of("POST", "/v1/traces").json(spans).header("Content-Encoding", "br")))
			.isEqualTo(415);
		assertThat(status(TestRequest.get("/v1/traces"))).isEqualTo(405);
		assertThat(status(TestRequest.of("POST", "/v1/metrics").json("{}"))).isEqualTo(404);
	}

	@Test
	void aBombDoesNotGoOff() throws IOException {
		ByteArrayOutputStream packed = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
			byte[] block = new byte[1 << 20];
			for (int i = 0; i < 64; i++) {
				gzip.write(block);
			}
		}
		assertThat(status(TestRequest.of("POST", "/v1/traces")
			.body("application/x-protobuf", packed.toByteArray())
			.header("Content-Encoding", "gzip"))).isEqualTo(413);
	}

}
