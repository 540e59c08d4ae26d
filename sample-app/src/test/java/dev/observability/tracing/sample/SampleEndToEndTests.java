// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.sample;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.observability.tracing.sample.SampleSystem.Exchange;
import dev.observability.tracing.testing.AgentAttributes;
import dev.observability.tracing.testing.ReceivedSpan;
import dev.observability.tracing.testing.RegistryCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.web.util.HtmlUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three processes and a collector: what a request leaves behind, judged by what the
 * collector stored.
 */
@ParameterizedClass
@EnumSource
class SampleEndToEndTests {

	private static final String BUILD_START = "network.notifi.lambda.build.start";

	private static final RegistryCheck REGISTRY = RegistryCheck.create()
		.allowing("correlation.id", "job.name", "job.namespace", "job.id", "job.attempt", "job.progress",
				"job.progress.message", "job.result", "order.number", "delivery.days",
				// Stack traces of nested failures are longer than the limit
				"export.cut");

	private static final Pattern TRIGGER = Pattern
		.compile("<li>(?:<form method=\"post\" action=\"(?<action>[^\"]+)\">(?<fields>.*?)<button|<a class=\"button\""
				+ " href=\"(?<href>[^\"]+)\").*?<span class=\"status[^\"]*\">answers (?<status>\\d+)</span>");

	private static final Pattern FIELD = Pattern.compile("name=\"([^\"]+)\" value=\"([^\"]*)\"");

	@SuppressWarnings("NullAway.Init") // before the first test
	private static SampleSystem system;

	private final Protocol protocol;

	SampleEndToEndTests(Protocol protocol) {
		this.protocol = protocol;
	}

	@BeforeParameterizedClassInvocation
	static void start(Protocol protocol) {
		system = new SampleSystem(protocol);
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		system.close();
	}

	@Test
	void fiftyConcurrentRequestsAreFiftyTracesAcrossThreeServices() throws Exception {
		int requests = 50;
		ExecutorService threads = Executors.newFixedThreadPool(requests);
		CountDownLatch together = new CountDownLatch(requests);
		try {
			List<Future<Integer>> statuses = new ArrayList<>();
			for (int i = 0; i < requests; i++) {
				HttpRequest.Builder request = system.root("/events");
				event(BUILD_START, "{\"parser_id\":\"parser-" + i + "\"}").accept(request);
				statuses.add(threads.submit(() -> {
					together.countDown();
					together.await();
					return system.send(request.build()).statusCode();
				}));
			}
			for (Future<Integer> status : statuses) {
				assertThat(status.get(60, TimeUnit.SECONDS)).isEqualTo(202);
			}
		}
		finally {
			threads.shutdownNow();
		}
		List<ReceivedSpan> stored = system
			.await((spans) -> new StoredTrace(begunInGateway(spans)).servers().size() >= 3 * requests
					&& begunInGateway(spans).stream().filter(SampleEndToEndTests::isReceipt).count() >= requests);
		Map<String, List<ReceivedSpan>> traces = begunInGateway(stored).stream()
			.collect(Collectors.groupingBy(ReceivedSpan::traceId));
		assertThat(traces).hasSize(requests);
		assertThat(traces.values()).allSatisfy((spans) -> isOneOrderAcrossThreeServices(new StoredTrace(spans)));
	}

	private static boolean isReceipt(ReceivedSpan span) {
		return span.name().equals("send-receipt");
	}

	private static List<ReceivedSpan> begunInGateway(List<ReceivedSpan> spans) {
		// All other tests begin their traces themselves, and the SQL of the start none in
		// gateway
		Set<String> ids = spans.stream()
			.filter((span) -> span.isRoot() && span.service().equals("gateway"))
			.map(ReceivedSpan::traceId)
			.collect(Collectors.toSet());
		return spans.stream().filter((span) -> ids.contains(span.traceId())).toList();
	}

	private void isOneOrderAcrossThreeServices(StoredTrace trace) {
		ReceivedSpan gateway = trace.server("gateway");
		ReceivedSpan orders = trace.server("orders");
		ReceivedSpan payments = trace.server("payments");
		assertThat(gateway.isRoot()).isTrue();
		assertThat(trace.httpClient("gateway").parentSpanId()).isEqualTo(gateway.spanId());
		assertThat(orders.parentSpanId()).isEqualTo(trace.httpClient("gateway").spanId());
		assertThat(trace.httpClient("orders").parentSpanId()).isEqualTo(orders.spanId());
		assertThat(payments.parentSpanId()).isEqualTo(trace.httpClient("orders").spanId());
		assertThat(trace.queries("gateway")).isEmpty();
		assertThat(trace.queries("orders")).extracting(SampleEndToEndTests::operation)
			.containsExactlyInAnyOrder("INSERT", "INSERT", "SELECT", "UPDATE");
		assertThat(trace.queries("orders")).extracting(ReceivedSpan::parentSpanId).containsOnly(orders.spanId());
		assertThat(trace.queries("payments")).extracting(SampleEndToEndTests::operation).containsExactly("INSERT");
		assertThat(trace.queries("payments")).extracting(ReceivedSpan::parentSpanId).containsOnly(payments.spanId());
		assertThat(trace.orphans("")).isEmpty();
		assertThat(trace.spans()).filteredOn(SampleEndToEndTests::isReceipt)
			.singleElement()
			.satisfies((receipt) -> assertThat(receipt.parentSpanId()).isEqualTo(orders.spanId()));
		assertThat(trace.spans()).hasSize(11);
		assertThat(trace.spans()).filteredOn(ReceivedSpan::isRoot).hasSize(1);
		assertThat(trace.spans()).extracting(ReceivedSpan::statusCode).doesNotContain("ERROR");
		assertThat(trace.spans()).extracting(ReceivedSpan::protocol).containsOnly(this.protocol.onTheWire());
	}

	private static String operation(ReceivedSpan query) {
		return String.valueOf(query.attributes().get("db.operation.name")).toUpperCase(Locale.ROOT);
	}

	@Test
	void continuesTheTraceOfTheCaller() {
		Exchange exchange = system.exchange("/orders/A-1001", 2, (request) -> {
		});
		assertThat(exchange.response().statusCode()).isEqualTo(200);
		assertThat(exchange.trace().server("gateway").parentSpanId()).isEqualTo(exchange.parentId());
		assertThat(exchange.trace().orphans(exchange.parentId())).isEmpty();
	}

	@Test
	void everySpanSaysWhichServiceInWhichVersionAndWhere() {
		Exchange exchange = system.exchange("/events", 3, event(BUILD_START, "{\"parser_id\":\"demo\"}"));
		assertThat(exchange.trace().spans())
			.allSatisfy((span) -> assertThat(span.resource()).containsEntry("deployment.environment.name", "demo")
				.containsKeys("service.name", "service.version", "service.instance.id"));
		assertThat(exchange.trace().spans()).extracting((span) -> span.resource().get("service.instance.id"))
			.doesNotContain("", "null");
	}

	@Test
	void everySpanIsAsTheRegistrySays() {
		askForAllKindsOfAnswers();
		assertThat(findings((span) -> true)).isEmpty();
	}

	private static void askForAllKindsOfAnswers() {
		system.exchange("/orders?customer=ada", 2, (request) -> {
		});
		system.exchange("/orders", 3, order("You", 2, "4242424242424242"));
		system.exchange("/orders", 3, order("You", 2, "4000000000000002"));
		system.exchange("/orders", 3, order("You", 2, "4000000000000119"));
		system.exchange("/orders", 2, order("You", 0, "4242424242424242"));
		system.exchange("/orders/report", 2, (request) -> {
		});
		system.exchange("/orders/broken", 2, (request) -> {
		});
		system.exchange("/orders/A-0000", 2, (request) -> {
		});
		system.exchange("/payments/summary", 2, (request) -> {
		});
		system.exchange("/orders/A-1001/delivery", 2, (request) -> {
		});
		system.exchange("/payments/settlement", 2, post());
	}

	private static Consumer<HttpRequest.Builder> post() {
		return (request) -> request.POST(HttpRequest.BodyPublishers.noBody());
	}

	// Of all spans so far, those of the start and of other tests among them
	private static List<String> findings(Predicate<ReceivedSpan> condition) {
		List<ReceivedSpan> spans = system.await((all) -> all.stream().anyMatch(condition));
		return spans.stream()
			.filter(condition)
			.flatMap((span) -> REGISTRY.check(span).stream().map((finding) -> span.name() + ": " + finding))
			.distinct()
			.toList();
	}

	@Test
	void queryAndResourceHaveAtLeastWhatTheAgentGives() {
		// One statement of one table, as the agent's
		Exchange exchange = system.exchange("/orders", 3, order("You", 2, "4242424242424242"));
		assertThat(exchange.trace().queries("payments")).isNotEmpty().allSatisfy((query) -> {
			assertThat(AgentAttributes.QUERY.missingIn(query.attributes().keySet())).isEmpty();
			assertThat(AgentAttributes.RESOURCE.missingIn(query.resource().keySet())).isEmpty();
		});
	}

	@Test
	void serverAndClientHaveAtLeastWhatTheAgentGives() {
		StoredTrace list = system.exchange("/orders?customer=ada", 2, (request) -> {
		}).trace();
		assertThat(AgentAttributes.SERVER.missingIn(list.server("gateway").attributes().keySet())).isEmpty();
		assertThat(AgentAttributes.CLIENT.missingIn(list.httpClient("gateway").attributes().keySet())).isEmpty();
		StoredTrace broken = system.exchange("/orders/broken", 2, (request) -> {
		}).trace();
		assertThat(AgentAttributes.SERVER_ERROR.missingIn(broken.server("orders").attributes().keySet())).isEmpty();
		assertThat(AgentAttributes.CLIENT_ERROR.missingIn(broken.httpClient("gateway").attributes().keySet()))
			.isEmpty();
	}

	@Test
	void brokenServiceIsInErrorWithItsException() {
		Exchange exchange = system.exchange("/orders/broken", 2, (request) -> {
		});
		assertThat(exchange.response().statusCode()).isEqualTo(500);
		ReceivedSpan orders = exchange.trace().server("orders");
		assertThat(orders.statusCode()).isEqualTo("ERROR");
		assertThat(orders.events()).extracting((event) -> event.attributes().get("exception.type"))
			.contains("java.lang.IllegalStateException");
		assertThat(orders.events())
			.extracting((event) -> String.valueOf(event.attributes().get("exception.stacktrace")))
			.anyMatch((trace) -> trace.contains("OrdersController.broken"));
		assertThat(exchange.trace().httpClient("gateway").statusCode()).isEqualTo("ERROR");
	}

	@Test
	void brokenPaymentsIsFoundBehindOrders() {
		Exchange exchange = system.exchange("/orders", 3, order("You", 2, "4000000000000119"));
		assertThat(exchange.response().statusCode()).isEqualTo(502);
		assertThat(exchange.trace().server("payments").statusCode()).isEqualTo("ERROR");
		assertThat(exchange.trace().httpClient("orders").statusCode()).isEqualTo("ERROR");
		assertThat(exchange.trace().queries("payments")).isEmpty();
	}

	@Test
	void declinedCardIsAnAnswerOfAllThree() {
		Exchange exchange = system.exchange("/orders", 3, order("You", 2, "4000000000000002"));
		assertThat(exchange.response().statusCode()).isEqualTo(402);
		assertThat(exchange.trace().servers()).hasSize(3);
		assertThat(exchange.trace().queries("orders")).extracting(SampleEndToEndTests::operation).contains("UPDATE");
	}

	@Test
	void databaseErrorIsInErrorWithoutTheValuesOfTheRow() {
		Exchange exchange = system.exchange("/orders", 2, (request) -> request
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(
					"{\"number\":\"A-1001\",\"customer\":\"Twice\",\"card\":\"4242424242424242\",\"lines\":[{\"sku\":\"x\","
							+ "\"quantity\":1,\"unitPrice\":1}]}")));
		assertThat(exchange.response().statusCode()).isEqualTo(500);
		assertThat(exchange.trace().queries("orders")).singleElement()
			.extracting(ReceivedSpan::statusCode)
			.isEqualTo("ERROR");
		assertThat(exchange.trace().server("orders").statusCode()).isEqualTo("ERROR");
		assertThat(exchange.trace().text()).doesNotContain("A-1001", "Twice");
	}

	@Test
	void reportShowsOneQueryPerOrder() {
		Exchange exchange = system.exchange("/orders/report", 2, (request) -> {
		});
		Map<Object, Long> statements = exchange.trace()
			.queries("orders")
			.stream()
			.collect(Collectors.groupingBy((query) -> query.attributes().getOrDefault("db.query.text", ""),
					Collectors.counting()));
		assertThat(statements).hasSize(2);
		assertThat(statements.values()).contains(1L).anyMatch((count) -> count >= 10);
	}

	@Test
	void clientThatTheApplicationMadeItselfIsInTheTrace() {
		Exchange exchange = system.exchange("/payments/summary", 2, (request) -> {
		});
		ReceivedSpan client = exchange.trace().httpClient("gateway");
		assertThat(client.parentSpanId()).isEqualTo(exchange.trace().server("gateway").spanId());
		assertThat(exchange.trace().server("payments").parentSpanId()).isEqualTo(client.spanId());
	}

	@Test
	void settlementIsAJobWithItsProgress() {
		system.exchange("/orders", 3, order("You", 2, "4242424242424242"));
		Exchange exchange = system.exchange("/payments/settlement", 2, post());
		assertThat(exchange.response().statusCode()).isEqualTo(200);
		ReceivedSpan job = exchange.trace().named("settlement");
		assertThat(job.parentSpanId()).isEqualTo(exchange.trace().server("payments").spanId());
		assertThat(job.attributes()).containsEntry("job.namespace", "payments")
			.containsEntry("job.progress", 100.0)
			.containsEntry("job.result", "completed");
		assertThat(job.events()).extracting(ReceivedSpan.Event::name).contains("job.progress");
	}

	@Test
	void reactiveMethodIsASpanUntilItsAnswer() {
		Exchange exchange = system.exchange("/orders/A-1001/delivery", 2, (request) -> {
		});
		assertThat(exchange.response().statusCode()).isEqualTo(200);
		ReceivedSpan span = exchange.trace().named("Deliveries.estimate");
		assertThat(span.parentSpanId()).isEqualTo(exchange.trace().server("orders").spanId());
		assertThat(span.attributes()).containsEntry("order.number", "A-1001").containsEntry("delivery.days", 1L);
	}

	@Test
	void missingOrderIsNoErrorOfAServer() {
		Exchange exchange = system.exchange("/orders/A-0000", 2, (request) -> {
		});
		assertThat(exchange.response().statusCode()).isEqualTo(404);
		assertThat(exchange.trace().servers()).extracting(ReceivedSpan::statusCode).doesNotContain("ERROR");
	}

	@Test
	void invalidOrderIsAnsweredFieldByFieldAndTouchesNothing() {
		Exchange exchange = system.exchange("/orders", 2, order("You", 0, "4242424242424242"));
		assertThat(exchange.response().statusCode()).isEqualTo(400);
		assertThat(exchange.response().headers().firstValue("Content-Type").orElse(""))
			.startsWith("application/problem+json");
		assertThat(exchange.response().body()).contains("lines[0].quantity");
		assertThat(exchange.trace().servers()).hasSize(2);
		assertThat(exchange.trace().queries("orders")).isEmpty();
	}

	@Test
	void eventWithoutKnownTypeOrParserIsRefused() {
		assertThat(statusOf(event("network.notifi.lambda.unknown", "{\"parser_id\":\"demo\"}"))).isEqualTo(422);
		assertThat(statusOf(event(BUILD_START, "{\"parser_id\":"))).isEqualTo(400);
		assertThat(statusOf(event(BUILD_START, "[]"))).isEqualTo(400);
		assertThat(statusOf(event(BUILD_START, "{\"parser_id\":7}"))).isEqualTo(400);
		assertThat(statusOf(event(BUILD_START, "{\"parser_id\":\"" + "x".repeat(50_000) + "\"}"))).isEqualTo(400);
		assertThat(statusOf((request) -> request.POST(HttpRequest.BodyPublishers.ofString("{}")))).isEqualTo(400);
	}

	private static int statusOf(Consumer<HttpRequest.Builder> customizer) {
		return system.exchange("/events", 1, customizer).response().statusCode();
	}

	@Test
	void whatIsPrivateLeavesByNoSpan() {
		Exchange list = system.exchange("/orders?customer=ada%40secret.example", 2,
				(request) -> request.header("Authorization", "Bearer token-of-ada"));
		assertThat(list.response().statusCode()).isEqualTo(200);
		assertThat(list.trace().text()).doesNotContain("secret.example", "token-of-ada");
		Exchange declined = system.exchange("/orders", 3, order("Grace Hidden", 1, "4000000000000002"));
		assertThat(declined.trace().text()).doesNotContain("Hidden", "4000000000000002");
		Exchange broken = system.exchange("/orders", 3, order("Grace Hidden", 1, "4000000000000119"));
		assertThat(broken.trace().text()).doesNotContain("Hidden", "4000000000000119");
	}

	@Test
	void browserIsShownTheTrace() {
		Exchange exchange = system.exchange("/orders/A-1001", 2,
				(request) -> request.header("Accept", "text/html,*/*;q=0.8"));
		assertThat(exchange.response().headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
		assertThat(exchange.response().body()).contains("<p>Trace <code class=\"id\">" + exchange.traceId() + "</code>",
				"&quot;A-1001&quot;", "11.40");
		system.awaitLineOfGateway(Pattern.compile("\\[" + exchange.traceId() + "] .*Passing on 200"));
	}

	@Test
	void everyTriggerOfTheStartPageAnswersAsItSays() {
		HttpResponse<String> page = system.send(system.request("/").build());
		assertThat(page.statusCode()).isEqualTo(200);
		List<String> seen = new ArrayList<>();
		Matcher trigger = TRIGGER.matcher(page.body());
		while (trigger.find()) {
			String path = HtmlUtils
				.htmlUnescape((trigger.group("href") != null) ? trigger.group("href") : trigger.group("action"));
			HttpRequest.Builder request = system.request(path).header("Accept", "text/html");
			if (trigger.group("action") != null) {
				form(fields(trigger.group("fields"))).accept(request);
			}
			HttpResponse<String> response = system.send(request.build());
			assertThat(response.statusCode()).as(path).isEqualTo(Integer.parseInt(trigger.group("status")));
			assertThat(response.body()).as(path).contains("<h1>Answer " + response.statusCode() + "</h1>");
			seen.add(path);
		}
		assertThat(seen).hasSize(page.body().split("<li>").length - 1)
			.contains("/events", "/orders", "/orders/report", "/orders/slow", "/orders/broken", "/payments/summary");
		assertThat(page.body()).doesNotContain("http://", "https://", "<script");
	}

	@Test
	void healthInfoAndMetricsAreOpen() {
		assertThat(system.send(system.request("/actuator/health").build()).body()).contains("\"UP\"");
		assertThat(system.send(system.request("/actuator/info").build()).body()).contains("sample-app");
		assertThat(system.send(system.request("/actuator/prometheus").build()).body()).contains("jvm_");
		assertThat(system.send(system.request("/actuator/env").build()).statusCode()).isEqualTo(404);
	}

	@Test
	void theDoctorIsSureOfNothingWrong() {
		assertThat(system.send(system.request("/actuator/tracing/doctor").build()).body()).startsWith("{\"findings\":[")
			.doesNotContain("\"high\"", "\"medium\"");
	}

	private static Map<String, String> fields(String html) {
		return FIELD.matcher(html)
			.results()
			.collect(Collectors.toMap((field) -> field.group(1), (field) -> HtmlUtils.htmlUnescape(field.group(2))));
	}

	private static Consumer<HttpRequest.Builder> event(String type, String body) {
		// As "curl -d" sends it
		return (request) -> request.header("Ce-Type", type)
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(HttpRequest.BodyPublishers.ofString(body));
	}

	private static Consumer<HttpRequest.Builder> order(String customer, int quantity, String card) {
		return form(
				Map.of("customer", customer, "sku", "notebook", "quantity", String.valueOf(quantity), "card", card));
	}

	private static Consumer<HttpRequest.Builder> form(Map<String, String> fields) {
		String body = fields.entrySet()
			.stream()
			.map((field) -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
			.collect(Collectors.joining("&"));
		return (request) -> request.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(HttpRequest.BodyPublishers.ofString(body));
	}

}
